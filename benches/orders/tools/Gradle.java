import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.gradle.api.internal.artifacts.ivyservice.ivyresolve.strategy.DefaultVersionComparator;
import org.gradle.api.internal.artifacts.ivyservice.ivyresolve.strategy.VersionParser;

class Gradle {
    public static void main(String[] arguments) throws Exception {
        VersionParser parser = new VersionParser();
        var comparator = new DefaultVersionComparator().asVersionComparator();
        StringBuilder signs = new StringBuilder();
        for (String line : new BufferedReader(new InputStreamReader(System.in)).lines().toList()) {
            String[] pair = line.split("\t", -1);
            int order = comparator.compare(parser.transform(pair[0]), parser.transform(pair[1]));
            signs.append(order < 0 ? "<\n" : order > 0 ? ">\n" : "=\n");
        }
        System.out.print(signs);
    }
}
