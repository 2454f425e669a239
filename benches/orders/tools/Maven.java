import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.apache.maven.artifact.versioning.ComparableVersion;

class Maven {
    public static void main(String[] arguments) throws Exception {
        StringBuilder signs = new StringBuilder();
        for (String line : new BufferedReader(new InputStreamReader(System.in)).lines().toList()) {
            String[] pair = line.split("\t", -1);
            int order = new ComparableVersion(pair[0]).compareTo(new ComparableVersion(pair[1]));
            signs.append(order < 0 ? "<\n" : order > 0 ? ">\n" : "=\n");
        }
        System.out.print(signs);
    }
}
