package io.voicecampaigns.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file system, environment and arguments of a container, laid out from rendered manifests alone, as Camel K's operator and the kubelet do it.
 * Since it stands below a directory instead of at the root, absolute paths in its settings are moved there too.
 */
final class MountedTree {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ROOTS = List.of("/etc/camel", "/data", "/tmp");
    private static final Pattern ROOTED = Pattern.compile("(?<![\\w.{}/])(" + String.join("|", ROOTS) + ")(?=/|$)", Pattern.MULTILINE);

    private final Path root;
    private final List<Manifest> rendered;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private MountedTree(Path root, List<Manifest> rendered) {
        this.root = root;
        this.rendered = rendered;
        ROOTS.forEach(each -> directory(each));
        // where the tree is: in a container it is /etc/camel
        environment.put("CAMEL_K_CONF", at("/etc/camel/application.properties").toString());
    }

    /** What the operator makes of an Integration. */
    static MountedTree ofOperator(Path root, List<Manifest> rendered, String integration) {
        MountedTree tree = new MountedTree(root, rendered);
        Manifest it = tree.named("Integration", integration);
        boolean isJob = it.at("spec", "traits", "cron").isPresent();
        for (Map<String, Object> source : it.maps("spec", "sources")) {
            String content = source.get("content").toString();
            // the operator takes out what starts by the clock
            tree.write("/etc/camel/sources/" + source.get("name"), isJob ? content.replaceAll("(?m)^( +)uri: cron\\n +parameters:\\n( +name: .*\\n)?( +schedule: .*\\n)",
                    "$1uri: \"timer:camel-k-cron-override?delay=0&period=1&repeatCount=1\"\n") : content);
        }
        Map<String, Object> bundle = new TreeMap<>();
        for (String kamelet : it.at("spec", "traits", "kamelets", "list").orElse("").toString().split(",")) {
            rendered.stream().filter(manifest -> manifest.is("Kamelet", kamelet)).forEach(manifest -> bundle.put(kamelet + ".kamelet.yaml", json(manifest.root())));
        }
        String kamelets = "/etc/camel/kamelets/kamelets-bundle-" + integration + "-001";
        tree.volume(kamelets, bundle);
        List<String> locations = new ArrayList<>();
        for (String config : it.texts("spec", "traits", "mount", "configs")) {
            String path = config.replace("configmap:", "/etc/camel/conf.d/_configmaps/").replace("secret:", "/etc/camel/conf.d/_secrets/");
            tree.volume(path, tree.data(config));
            locations.add(path);
        }
        for (String resource : it.texts("spec", "traits", "mount", "resources")) {
            tree.volume(resource.replace("configmap:", "/etc/camel/resources.d/_configmaps/"), tree.data(resource));
        }
        it.texts("spec", "traits", "mount", "volumes").forEach(each -> tree.directory(each.split(":")[1]));
        List<String> user = it.texts("spec", "traits", "camel", "properties");
        if (!user.isEmpty()) {
            tree.write("/etc/camel/conf.d/user.properties", String.join("\n", user));
        }
        tree.write("/etc/camel/application.properties", """
                camel.main.source-location-enabled=true
                camel.main.routes-include-pattern=file:/etc/camel/sources/**
                camel.main.cloud-properties-location=%s
                camel.component.kamelet.location=file:%s,classpath:/kamelets
                camel.component.kamelet.no-error-handler=false
                """.formatted(String.join(",", locations), kamelets) + (isJob ? "camel.main.durationMaxMessages=1\n" : ""));
        tree.environment.putAll(Map.of("CAMEL_K_INTEGRATION", integration, "CAMEL_K_CONF_D", tree.at("/etc/camel/conf.d").toString()));
        it.texts("spec", "traits", "environment", "vars").forEach(each -> tree.environment.put(each.split("=", 2)[0], each.split("=", 2)[1]));
        it.maps("spec", "template", "spec", "containers").forEach(container -> tree.arguments.addAll(new Manifest(container).texts("args")));
        return tree;
    }

    /** What the kubelet makes of the pod of a Deployment or CronJob. */
    static MountedTree ofPod(Path root, List<Manifest> rendered, String kind, String name) {
        MountedTree tree = new MountedTree(root, rendered);
        Manifest pod = tree.named(kind, name).pod();
        Map<String, Manifest> volumes = pod.maps("spec", "volumes").stream().map(Manifest::new)
                .collect(Collectors.toMap(volume -> volume.root().get("name").toString(), volume -> volume));
        Manifest container = new Manifest(pod.maps("spec", "containers").get(0));
        for (Map<String, Object> mount : container.maps("volumeMounts")) {
            Manifest volume = volumes.get(mount.get("name").toString());
            String path = mount.get("mountPath").toString();
            volume.at("configMap", "name").ifPresent(map -> tree.volume(path, tree.data("configmap:" + map)));
            volume.at("secret", "secretName").ifPresent(secret -> tree.volume(path, tree.data("secret:" + secret)));
            tree.directory(path);
        }
        container.maps("env").forEach(variable -> tree.environment.put(variable.get("name").toString(), variable.get("value").toString()));
        tree.arguments.addAll(container.texts("args"));
        return tree;
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /** What the file holds after the next rollout. */
    void edit(String path, String text) throws IOException {
        Files.delete(at(path));
        Files.writeString(at(path), text);
    }

    Map<String, String> environment() {
        return environment;
    }

    List<String> arguments() {
        return arguments;
    }

    private Manifest named(String kind, String name) {
        return rendered.stream().filter(manifest -> manifest.is(kind, name)).findFirst().orElseThrow();
    }

    /** Of a ConfigMap or Secret that is written as the mount trait writes it. */
    private Map<String, Object> data(String reference) {
        boolean isSecret = reference.startsWith("secret:");
        Manifest manifest = named(isSecret ? "Secret" : "ConfigMap", reference.replaceFirst(".*?:", ""));
        Map<String, Object> data = new TreeMap<>();
        manifest.map("data").forEach((key, value) -> data.put(key, isSecret ? decoded(value) : value));
        return data;
    }

    private static String decoded(Object value) {
        return new String(Base64.getDecoder().decode(value.toString().replaceAll("\\s", "")), StandardCharsets.UTF_8);
    }

    /** As the kubelet writes it, so that it can be exchanged as a whole: files are links into a directory that is one. */
    private void volume(String path, Map<String, Object> data) {
        try {
            Path volume = directory(path);
            Path written = Files.createDirectories(volume.resolve("..2026_01_01_00_00_00.1"));
            Files.createSymbolicLink(volume.resolve("..data"), written.getFileName());
            for (Map.Entry<String, Object> file : data.entrySet()) {
                Files.writeString(written.resolve(file.getKey()), moved(file.getValue().toString()));
                Files.createSymbolicLink(volume.resolve(file.getKey()), Path.of("..data", file.getKey()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String path, String text) {
        try {
            directory(Path.of(path).getParent().toString());
            Files.writeString(at(path), moved(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one go: the tree itself may stand below such a root. */
    private String moved(String text) {
        return ROOTED.matcher(text).replaceAll(match -> Matcher.quoteReplacement(at(match.group()).toString()));
    }

    private Path directory(String path) {
        try {
            return Files.createDirectories(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Map<String, Object> resource) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(resource);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
