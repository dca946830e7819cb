package io.voicecampaigns.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The mappings of one folder, each read when it is first needed. Safe for use by many threads. */
public final class ProviderMappings {
    private final Path folder;
    private final Map<String, ProviderMapping> read = new ConcurrentHashMap<>();

    /** @param folder {@code config/providers}; not looked at before a mapping is needed */
    public ProviderMappings(Path folder) {
        this.folder = folder;
    }

    public static ProviderMappings in(String folder) {
        return new ProviderMappings(Path.of(folder));
    }

    /**
     * The mapping of that provider.
     *
     * @throws InvalidProviderException naming all problems, also where there is no file
     */
    public ProviderMapping of(String provider) {
        return read.computeIfAbsent(provider, name -> ProviderMapping.read(file(name)));
    }

    /** What campaigns of that provider must say beside what all must; nothing for one whose mapping cannot be read. */
    public Set<String> campaignNeeds(String provider) {
        try {
            return of(provider).campaignNeeds();
        } catch (InvalidProviderException e) {
            return Set.of();
        }
    }

    /** The names of all files, whether they can be used or not. */
    public SortedSet<String> names() {
        if (!Files.isDirectory(folder)) {
            return new TreeSet<>();
        }
        try (Stream<Path> files = Files.list(folder)) {
            SortedSet<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml"))
                    .forEach(name -> names.add(name.substring(0, name.length() - ".yaml".length())));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all files again. What cannot be used leaves the mapping as it was before. */
    public List<Problem> reload() {
        List<Problem> problems = new ArrayList<>();
        for (String name : names()) {
            try {
                read.put(name, ProviderMapping.read(file(name)));
            } catch (InvalidProviderException e) {
                problems.addAll(e.problems());
            }
        }
        return problems;
    }

    private Path file(String provider) {
        if (!provider.matches("[a-z0-9-]+")) {
            throw new InvalidProviderException(List.of(new Problem(folder.toString(), 0, "",
                    "a provider's name is lower-case words joined by hyphens")));
        }
        return folder.resolve(provider + ".yaml");
    }
}
