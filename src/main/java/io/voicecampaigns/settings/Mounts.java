package io.voicecampaigns.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a cluster has put into the file system, by the contract that Camel K keeps and {@code k8s/plain} copies:
 *
 * <pre>
 * /etc/camel/sources/&lt;file&gt;.camel.yaml                      route files, instead of the image's
 * /etc/camel/kamelets/&lt;any&gt;/&lt;name&gt;.kamelet.yaml            kamelets, before the image's of the same name
 * /etc/camel/conf.d/user.properties                         settings
 * /etc/camel/conf.d/_configmaps/&lt;any&gt;/&lt;key&gt;                settings, one a file, or whole *.properties
 * /etc/camel/conf.d/_secrets/&lt;any&gt;/&lt;key&gt;                   the same, never shown
 * </pre>
 *
 * <p>The operator's own {@code /etc/camel/application.properties} is not read. It tells Camel what stands above anyway, and two things that
 * must not hold here: that kamelets handle errors by themselves, and that a job ends with its first message.
 *
 * @param base the directory that is {@code /etc/camel} in a cluster
 */
public record Mounts(Path base) {
    private static final Path USUAL = Path.of("/etc/camel");
    private static final String ROUTE = ".camel.yaml";
    private static final String KAMELET = ".kamelet.yaml";
    private static final String BEANS = "beans" + ROUTE;

    /** Where {@code CAMEL_K_CONF} says that they are, otherwise at the usual place. What does not exist is empty. */
    public static Mounts of(Map<String, String> environment) {
        return new Mounts(Optional.ofNullable(environment.get("CAMEL_K_CONF")).map(Path::of).map(Path::getParent).orElse(USUAL));
    }

    /** The directory of route files, if any are mounted. */
    Optional<Path> sources() {
        return Optional.of(base.resolve("sources")).filter(directory -> !named(directory, ROUTE).isEmpty());
    }

    /** From the weakest to the strongest. */
    List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        Path confD = base.resolve("conf.d");
        Path user = confD.resolve("user.properties");
        if (Files.isRegularFile(user)) {
            layers.add(Layer.ofFile(user, false));
        }
        for (String kind : List.of("_configmaps", "_secrets")) {
            for (Path volume : list(confD.resolve(kind))) {
                layers.addAll(Layer.ofVolume(volume, kind.equals("_secrets")));
            }
        }
        return layers;
    }

    /**
     * One directory, as {@code routes/} is, of links to what is mounted and to what the image adds: the file of beans, where none is mounted,
     * and kamelets. Since they are links, a later edit of the mounted files is seen through them.
     *
     * @param image the image's own {@code routes/}
     * @return empty where no route file is mounted, so that the image's own directory holds
     */
    public Optional<Path> routes(Path image) {
        return sources().map(sources -> {
            try {
                // without digits, which the log would take for somebody's number
                Path routes = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), "routes-" + UUID.randomUUID().toString().replaceAll("[^a-f]", "")));
                Map<Path, Path> links = new LinkedHashMap<>();
                named(image, BEANS).forEach(file -> links.put(routes.resolve(file.getFileName()), file));
                named(sources, ROUTE).forEach(file -> links.put(routes.resolve(file.getFileName()), file));
                Path kamelets = Files.createDirectory(routes.resolve("kamelets"));
                named(image.resolve("kamelets"), KAMELET).forEach(file -> links.put(kamelets.resolve(file.getFileName()), file));
                for (Path bundle : list(base.resolve("kamelets"))) {
                    named(bundle, KAMELET).forEach(file -> links.put(kamelets.resolve(file.getFileName()), file));
                }
                for (Map.Entry<Path, Path> link : links.entrySet()) {
                    Files.createSymbolicLink(link.getKey(), link.getValue().toAbsolutePath());
                }
                return routes;
            } catch (IOException e) {
                throw new UncheckedIOException("the mounted routes cannot be put together: is the directory of temporary files writable?", e);
            }
        });
    }

    /** The names of all kamelets that there are: what is mounted, and what stands in {@code kamelets/} of these directories of routes. */
    Set<String> kamelets(Path... routes) {
        Set<String> names = new TreeSet<>();
        Stream.concat(Stream.of(routes).map(directory -> directory.resolve("kamelets")), list(base.resolve("kamelets")).stream())
                .forEach(directory -> named(directory, KAMELET).forEach(file -> names.add(file.getFileName().toString().replace(KAMELET, ""))));
        return names;
    }

    private static List<Path> named(Path directory, String end) {
        return list(directory).stream().filter(file -> file.getFileName().toString().endsWith(end)).toList();
    }

    /** In the order of their names; a mounted volume's own {@code ..data} is left out. */
    static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read", e);
        }
    }
}
