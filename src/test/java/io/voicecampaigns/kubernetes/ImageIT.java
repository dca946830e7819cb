package io.voicecampaigns.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What {@code -Pimage} makes. That it starts, and calls people, is tested from its exploded files. */
@Tag("kubernetes")
@EnabledIfSystemProperty(named = "image.tar", matches = ".+")
class ImageIT {
    private final Path tar = Path.of(System.getProperty("image.tar", ""));

    @Test
    void it_is_run_by_nobody_of_importance_writes_to_two_places_alone_and_carries_no_secret() throws IOException {
        JsonNode config = Image.configuration(tar).get("config");

        assertThat(config.get("User").asText()).isEqualTo("1000:1000");
        assertThat(config.get("WorkingDir").asText()).isEqualTo("/app");
        assertThat(config.get("Volumes").fieldNames()).toIterable().containsExactlyInAnyOrder("/data", "/tmp");
        assertThat(config.get("ExposedPorts").fieldNames()).toIterable().containsExactly("9876/tcp");
        assertThat(config.get("Env")).as("settings come from the outside").isEmpty();
        assertThat(Image.configuration(tar).get("created").asText()).as("two builds are one image").isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void libraries_code_and_routes_have_layers_of_their_own() throws IOException {
        List<String> files = Image.files(tar);

        assertThat(Image.layers(tar)).isGreaterThanOrEqualTo(4);
        assertThat(files).contains("app/classes/io/voicecampaigns/Application.class", "app/config/application.properties", "app/routes/beans.camel.yaml",
                "app/routes/kamelets/diga-start-call-action.kamelet.yaml", "app/config/providers/diga.yaml");
        assertThat(files).noneMatch(name -> name.contains("campaigns/") && name.endsWith(".yaml") && name.startsWith("app/config"))
                .noneMatch(name -> name.endsWith("kustomization.yaml"));
    }

    @Test
    void beside_it_stands_what_it_contains() throws IOException {
        JsonNode bill = new ObjectMapper().readTree(tar.resolveSibling("voice-campaigns-sbom.json").toFile());
        List<String> libraries = Image.files(tar).stream().filter(name -> name.startsWith("app/libs/") && name.endsWith(".jar")).toList();

        assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(libraries).hasSizeGreaterThan(50).allSatisfy(library -> assertThat(bill.get("components")).anyMatch(component ->
                library.equals("app/libs/" + component.get("name").asText() + "-" + component.get("version").asText() + ".jar")));
    }
}
