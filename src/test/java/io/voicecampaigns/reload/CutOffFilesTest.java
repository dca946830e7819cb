package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that was cut off after a whole step is good YAML. Where the stage could not do without what is missing, it is refused. */
class CutOffFilesTest {
    /** What these leave out is nobody's but the reader's: a log line, a count, a route that is no part of a stage. */
    private static final Set<String> HARMLESS = Set.of();

    static Stream<String> files() {
        return Routes.ofTheBundle().set().routeFiles().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void wherever_it_is_cut_off_it_is_refused(String file) throws Exception {
        String[] lines = Routes.ofTheBundle().text(file).split("\n", -1);
        List<String> taken = new ArrayList<>();
        for (int end = 1; end < lines.length - 1; end++) {
            // what comes next begins a step, a route or an error handling
            if (lines[end].strip().startsWith("- ")) {
                String cut = String.join("\n", List.of(lines).subList(0, end)) + "\n";
                boolean isEmpty = cut.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"));
                if (!isEmpty && new RouteCheckTest().check(Routes.ofTheBundle().with(file, cut)).isEmpty()) {
                    taken.add(file + ":" + end);
                }
            }
        }

        assertThat(taken).isSubsetOf(HARMLESS);
    }
}
