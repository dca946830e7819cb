package io.voicecampaigns.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an API server would refuse, and unknown fields, which it would drop in silence. */
final class StrictSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonSchema> OF_CUSTOM_KINDS = Map.of("Integration", schema("integration"), "Kamelet", schema("kamelet"),
            "PodMonitor", schema("podmonitor"), "PrometheusRule", schema("prometheusrule"));
    private static final Map<String, String> VERSIONS = new TreeMap<>(Map.of("Integration", "camel.apache.org/v1", "Kamelet", "camel.apache.org/v1",
            "PodMonitor", "monitoring.coreos.com/v1", "PrometheusRule", "monitoring.coreos.com/v1", "Deployment", "apps/v1", "CronJob", "batch/v1", "NetworkPolicy", "networking.k8s.io/v1",
            "PodDisruptionBudget", "policy/v1"));

    private StrictSchemas() {
    }

    static List<String> problems(Manifest manifest) {
        String version = VERSIONS.getOrDefault(manifest.kind(), "v1");
        if (!version.equals(manifest.root().get("apiVersion"))) {
            return List.of("apiVersion: expected " + version);
        }
        if (manifest.name().isEmpty()) {
            return List.of("metadata.name: is missing");
        }
        JsonSchema schema = OF_CUSTOM_KINDS.get(manifest.kind());
        return schema == null ? ofCore(manifest)
                : schema.validate(JSON.valueToTree(manifest.root())).stream().map(ValidationMessage::getMessage).toList();
    }

    /** The models of the Kubernetes API know their fields and which are required; read and written again, a value of another kind comes out changed. */
    private static List<String> ofCore(Manifest manifest) {
        JsonElement written = new Gson().toJsonTree(manifest.root());
        try {
            Class<?> model = Class.forName("io.kubernetes.client.openapi.models.V1" + manifest.kind());
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, written);
            List<String> problems = new ArrayList<>();
            compare("", written, io.kubernetes.client.openapi.JSON.getGson().toJsonTree(
                    io.kubernetes.client.openapi.JSON.getGson().fromJson(written, model)), problems);
            return problems;
        } catch (InvocationTargetException e) {
            return List.of(e.getCause().getMessage());
        } catch (JsonParseException e) {
            return List.of(String.valueOf(e.getMessage()));
        } catch (ReflectiveOperationException e) {
            return List.of("kind: " + manifest.kind() + " is none of Kubernetes");
        }
    }

    private static void compare(String place, JsonElement written, JsonElement read, List<String> problems) {
        if (written.isJsonObject()) {
            written.getAsJsonObject().asMap().forEach((key, below) ->
                    compare(place + "." + key, below, read.isJsonObject() ? read.getAsJsonObject().get(key) : null, problems));
        } else if (written.isJsonArray()) {
            for (int i = 0; i < written.getAsJsonArray().size(); i++) {
                boolean isThere = read != null && read.isJsonArray() && read.getAsJsonArray().size() > i;
                compare(place + "[" + i + "]", written.getAsJsonArray().get(i), isThere ? read.getAsJsonArray().get(i) : null, problems);
            }
        } else if (read == null || !read.isJsonPrimitive() || kind(written) != kind(read)) {
            problems.add(place + ": is not of the kind of value that is expected");
        }
    }

    private static int kind(JsonElement value) {
        return value.getAsJsonPrimitive().isString() ? 1 : value.getAsJsonPrimitive().isBoolean() ? 2 : 3;
    }

    private static JsonSchema schema(String kind) {
        try (InputStream in = StrictSchemas.class.getResourceAsStream("/kubernetes/" + kind + ".schema.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
