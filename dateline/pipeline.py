"""The only place where the verbs are put together: read -> tag -> link -> extract -> merge -> rank -> store."""
