package io.voicecampaigns.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A setting exists in three places, and says the same in each: where it is used, in its file, and in README. */
class SettingsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([a-z][a-z-]*(?:\\.[a-z][a-z-]*)+)(?::[^}]*)?}}");

    @Test
    void every_setting_has_a_line_of_meaning_right_above_it() {
        assertThat(Settings.all()).allSatisfy(setting -> assertThat(setting.meaning()).as(setting.key()).isNotBlank());
    }

    @Test
    void no_setting_is_given_twice() {
        assertThat(Settings.all()).extracting(Settings::key).doesNotHaveDuplicates();
    }

    @Test
    void every_placeholder_is_a_setting_of_the_file() {
        assertThat(placeholders()).isSubsetOf(keys());
    }

    @Test
    void every_setting_of_ours_is_used() throws IOException {
        String java = sources();
        Set<String> used = placeholders();

        // a provider's settings are read by their last word
        assertThat(Settings.all()).filteredOn(setting -> !setting.isOfCamel() && !used.contains(setting.key()))
                .extracting(Settings::key).allMatch(key -> java.contains("\"" + key + "\"") || java.contains("{{" + key + "}}")
                        || key.startsWith("providers.") && java.contains("\"" + key.substring(key.lastIndexOf('.') + 1) + "\""));
    }

    @Test
    void the_table_in_the_readme_is_that_of_the_file() throws IOException {
        String chapter = Files.readString(Path.of("README.md")).replaceFirst("(?s).*\\n## Settings\\n(.*?)\\n## .*", "$1");
        List<String> rows = chapter.lines().filter(line -> line.startsWith("| `")).toList();

        assertThat(rows).containsExactlyElementsOf(Settings.all().stream().map(Settings::row).toList());
    }

    @Test
    void https_is_set_as_http_is() {
        String http = camelComponent("http");

        assertThat(http).isNotEmpty().isEqualTo(camelComponent("https").replace("component.https.", "component.http."));
    }

    private static String camelComponent(String name) {
        return Settings.text().lines().filter(line -> line.startsWith("camel.component." + name + ".")).sorted().collect(Collectors.joining("\n"));
    }

    private static Set<String> keys() {
        return Settings.all().stream().map(Settings::key).collect(Collectors.toSet());
    }

    private static Set<String> placeholders() {
        return Stream.of(
                BundleFile.routesAndKamelets().stream().map(BundleFile::text),
                Stream.of(BundleFile.beans().text(), Settings.text()))
                .flatMap(texts -> texts).flatMap(text -> PLACEHOLDER.matcher(text).results()).map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
