package io.voicecampaigns.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The campaign files of a directory.
 *
 * @param files     by the campaign's name
 * @param problems  of names, and of the directory itself
 * @param complete  whether the directory could be listed: if not, nothing follows from a file's absence
 */
record CampaignFiles(Map<String, Path> files, List<Problem> problems, boolean complete) {
    private static final Pattern FILE = Pattern.compile("[^.].*\\.ya?ml", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]*");

    /** A file's name without its extension. */
    static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("(?i)\\.ya?ml$", "");
    }

    /** Hidden files are passed over: they are editors' and Kubernetes' own. */
    static CampaignFiles in(Path directory) {
        List<Path> found;
        try (Stream<Path> entries = Files.list(directory)) {
            found = entries.filter(file -> FILE.matcher(file.getFileName().toString()).matches()).sorted().toList();
        } catch (NoSuchFileException e) {
            return new CampaignFiles(Map.of(), List.of(Problem.ofFile(directory.toString(),
                    "does not exist; campaign files are looked for there")), true);
        } catch (IOException | UncheckedIOException e) {
            return new CampaignFiles(Map.of(), List.of(Problem.ofFile(directory.toString(),
                    "cannot be listed (" + e.getClass().getSimpleName() + "); the campaigns known so far stay")), false);
        }
        Map<String, Path> files = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : found) {
            String name = nameOf(file);
            if (!NAME.matcher(name).matches()) {
                problems.add(Problem.ofFile(file.toString(), "cannot name a campaign; expected small letters a-z, digits and"
                        + " - _ . only, beginning with a letter or digit"));
            } else if (files.putIfAbsent(name, file) != null) {
                problems.add(Problem.ofFile(file.toString(), "is not read: " + files.get(name).getFileName() + " has the same name"));
            }
        }
        return new CampaignFiles(files, List.copyOf(problems), true);
    }
}
