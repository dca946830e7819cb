package io.voicecampaigns.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
    @TempDir
    private Path dir;
    private Path image;
    private Path camel;

    @BeforeEach
    void image() throws IOException {
        image = dir.resolve("app/routes");
        camel = dir.resolve("etc/camel");
        write(image.resolve("10-one.camel.yaml"), "image's");
        write(image.resolve("20-two.camel.yaml"), "image's");
        write(image.resolve("beans.camel.yaml"), "image's");
        write(image.resolve("kamelets/a-source.kamelet.yaml"), "image's");
        write(image.resolve("kamelets/b-sink.kamelet.yaml"), "image's");
    }

    @Test
    void without_mounted_routes_the_image_s_own_hold() throws IOException {
        write(camel.resolve("conf.d/user.properties"), "dial.threads=3");

        assertThat(new Mounts(camel).routes(image)).isEmpty();
    }

    @Test
    void mounted_routes_replace_the_image_s_and_the_beans_and_kamelets_that_are_missing_are_added() throws IOException {
        write(camel.resolve("sources/10-one.camel.yaml"), "mounted");
        write(camel.resolve("kamelets/kamelets-bundle-voice-campaigns-001/a-source.kamelet.yaml"), "mounted");
        write(camel.resolve("kamelets/kamelets-bundle-voice-campaigns-002/c-source.kamelet.yaml"), "mounted");

        Path routes = new Mounts(camel).routes(image).orElseThrow();

        assertThat(texts(routes)).containsExactlyInAnyOrder("10-one.camel.yaml: mounted", "beans.camel.yaml: image's");
        assertThat(texts(routes.resolve("kamelets"))).containsExactlyInAnyOrder("a-source.kamelet.yaml: mounted", "b-sink.kamelet.yaml: image's",
                "c-source.kamelet.yaml: mounted");
    }

    @Test
    void an_edit_of_a_mounted_file_by_swap_of_its_volume_is_seen() throws IOException {
        Path volume = camel.resolve("sources");
        write(volume.resolve("..first/10-one.camel.yaml"), "first");
        write(volume.resolve("..second/10-one.camel.yaml"), "second");
        Files.createSymbolicLink(volume.resolve("..data"), Path.of("..first"));
        Files.createSymbolicLink(volume.resolve("10-one.camel.yaml"), Path.of("..data/10-one.camel.yaml"));
        Path routes = new Mounts(camel).routes(image).orElseThrow();

        Files.delete(volume.resolve("..data"));
        Files.createSymbolicLink(volume.resolve("..data"), Path.of("..second"));

        assertThat(texts(routes)).containsExactlyInAnyOrder("10-one.camel.yaml: second", "beans.camel.yaml: image's");
    }

    @Test
    void they_are_where_the_operator_says_or_at_the_usual_place() {
        assertThat(Mounts.of(Map.of()).base()).isEqualTo(Path.of("/etc/camel"));
        assertThat(Mounts.of(Map.of("CAMEL_K_CONF", "/somewhere/application.properties")).base()).isEqualTo(Path.of("/somewhere"));
    }

    private static List<String> texts(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName() + ": " + read(file)).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
