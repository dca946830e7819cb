package io.voicecampaigns.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.process.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of the container image, exploded, without its routes, so that only what is mounted can run. With {@code -Pimage} they come from the
 * image's own layers, otherwise they are the bundle's.
 *
 * @param directory the image's working directory
 * @param command   what follows {@code java}
 */
record Image(Path directory, List<String> command) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Image in(Path root) throws IOException {
        Optional<Path> tar = Optional.ofNullable(System.getProperty("image.tar")).map(Path::of);
        Path app = Files.createDirectories(root.resolve("app"));
        List<String> command = tar.isPresent() ? exploded(tar.get(), root)
                : List.of("-jar", Path.of("target/voice-campaigns.jar").toAbsolutePath().toString());
        if (tar.isEmpty()) {
            Service.installed(app);
        }
        for (String folder : List.of("routes/kamelets", "routes")) {
            try (Stream<Path> files = Files.list(app.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
        return new Image(app, command);
    }

    static JsonNode configuration(Path tar) throws IOException {
        return JSON.readTree(entry(tar, JSON.readTree(entry(tar, "manifest.json")).get(0).get("Config").asText()));
    }

    /** The names of all files in all layers. */
    static List<String> files(Path tar) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode layer : JSON.readTree(entry(tar, "manifest.json")).get(0).get("Layers")) {
            try (TarArchiveInputStream in = layer(tar, layer.asText())) {
                for (TarArchiveEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                    names.add(each.getName());
                }
            }
        }
        return names;
    }

    static int layers(Path tar) throws IOException {
        return JSON.readTree(entry(tar, "manifest.json")).get(0).get("Layers").size();
    }

    private static List<String> exploded(Path tar, Path root) throws IOException {
        for (JsonNode layer : JSON.readTree(entry(tar, "manifest.json")).get(0).get("Layers")) {
            try (TarArchiveInputStream in = layer(tar, layer.asText())) {
                for (TarArchiveEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                    Path target = root.resolve(each.getName()).normalize();
                    if (each.isDirectory()) {
                        Files.createDirectories(target);
                    } else {
                        Files.createDirectories(target.getParent());
                        Files.copy(in, target);
                    }
                }
            }
        }
        List<String> entrypoint = new ArrayList<>();
        configuration(tar).get("config").get("Entrypoint").forEach(word -> entrypoint.add(word.asText().replace("/app/", root + "/app/")));
        return entrypoint.subList(1, entrypoint.size());
    }

    private static TarArchiveInputStream layer(Path tar, String name) throws IOException {
        return new TarArchiveInputStream(new GZIPInputStream(new java.io.ByteArrayInputStream(entry(tar, name))));
    }

    private static byte[] entry(Path tar, String name) throws IOException {
        try (InputStream file = Files.newInputStream(tar); TarArchiveInputStream in = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                if (each.getName().equals(name)) {
                    return in.readAllBytes();
                }
            }
        }
        throw new IOException(tar + " has no " + name);
    }
}
