package io.voicecampaigns.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Camel's own schema of its YAML: a misspelled field of a step is not read, and not complained about. */
class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    static List<BundleFile> routesAndBeans() {
        return Stream.concat(BundleFile.routes().stream(), Stream.of(BundleFile.beans())).toList();
    }

    static List<BundleFile> kamelets() {
        return BundleFile.kamelets();
    }

    @ParameterizedTest
    @MethodSource("routesAndBeans")
    void routes_and_beans_are_what_camel_understands(BundleFile file) {
        assertThat(problems(file.root())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void a_kamelet_s_template_is_what_camel_understands(BundleFile file) {
        // what stands together in a kamelet stands one by one in a file of routes
        List<Map<String, Object>> parts = file.under("template").get(0).fields().entrySet().stream()
                .map(part -> Map.of(part.getKey(), part.getValue())).toList();

        assertThat(problems(parts)).isEmpty();
    }

    private static Set<ValidationMessage> problems(Object yaml) {
        return SCHEMA.validate(JSON.valueToTree(yaml));
    }

    private static JsonSchema schema() {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
