package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A file that was cut off after a whole step is good YAML. Where the stage could not do without what is missing, it is refused. */
class CutOffFilesTest {
    /** The last lines that may be missing what follows them: nothing but counts, and a pause after a failure. */
    private static final Set<String> HARMLESS = Set.of(
            "61-copy-agents.camel.yaml: method: \"finish(${variable.run})\"",
            "90-handle-errors.camel.yaml: # a turn that failed is not followed by the next one at once");
    /** Counts, and what answers people: whoever asks sees that there is no answer. */
    private static final Pattern NO_STAGE = Pattern.compile("62-.*|8\\d-(?!read-settings).*|92-.*");

    @Test
    void wherever_a_file_of_a_stage_is_cut_off_it_is_refused() throws Exception {
        Map<String, YamlNode> whole = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : Routes.ofTheBundle().set().files().entrySet()) {
            whole.put(file.getKey(), YamlNode.parse(file.getValue()));
        }
        assertThat(isRefused(whole)).isFalse();
        Set<String> taken = new TreeSet<>();
        for (String file : Routes.ofTheBundle().set().routeFiles()) {
            String[] lines = Routes.ofTheBundle().text(file).split("\n", -1);
            for (int end = 1; end < lines.length - 1; end++) {
                // what comes next begins a step, a route or an error handling
                String cut = String.join("\n", List.of(lines).subList(0, end)) + "\n";
                if (lines[end].strip().startsWith("- ") && !isNothing(cut) && !NO_STAGE.matcher(file).matches() && !isRefused(whole, file, cut)) {
                    taken.add(file + ": " + lines[end - 1].strip());
                }
            }
        }

        assertThat(taken).isSubsetOf(HARMLESS);
    }

    private static boolean isNothing(String text) {
        return text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"));
    }

    /** The rules of stages take a moment, to build everything takes a while. */
    private static boolean isRefused(Map<String, YamlNode> whole, String file, String cut) throws Exception {
        Map<String, YamlNode> files = new LinkedHashMap<>(whole);
        try {
            files.put(file, YamlNode.parse(cut));
        } catch (YamlNode.SyntaxException e) {
            return true;
        }
        return isRefused(files) || !new RouteCheckTest().check(Routes.ofTheBundle().with(file, cut)).isEmpty();
    }

    private static boolean isRefused(Map<String, YamlNode> files) {
        Findings findings = new Findings(Routes.ofTheBundle().set());
        new StageRules(files, findings).check();
        return !findings.inOrder().isEmpty();
    }
}
