#!/usr/bin/env bash
# The browser tests drive a real Chromium. Install it where that is possible without asking, else say how in one line.
set -u
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests ..."
    if (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium) >/tmp/dateline-chromium.log 2>&1; then
        exit 0
    fi
    echo "It could not be installed; see /tmp/dateline-chromium.log." >&2
fi
echo "The browser tests need Chromium: install it (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium) and run make test again." >&2
exit 1
