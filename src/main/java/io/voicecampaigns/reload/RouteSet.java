package io.voicecampaigns.reload;

import io.voicecampaigns.reload.YamlNode.SyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The text of all route files and kamelets of a directory at one moment. What has no bearing on routes is left out: hidden files, which
 * are editors' and Kubernetes' own, and files of other names.
 *
 * @param home  the directory as people know it
 * @param files by their name below it, such as {@code kamelets/file-outcomes-sink.kamelet.yaml}
 */
public record RouteSet(Path home, SortedMap<String, String> files) {
    static final String BEANS = "beans.camel.yaml";
    private static final String ROUTES_END = ".camel.yaml";
    private static final String KAMELETS = "kamelets";
    private static final String KAMELET_END = ".kamelet.yaml";

    public RouteSet {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Reads what is there now. Links are followed anew each time, so that a directory whose files are swapped by a link is seen.
     *
     * @throws IOException if the directory, or one of its files, cannot be read
     */
    public static RouteSet read(Path home) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        collect(home, home, ROUTES_END, files);
        if (Files.isDirectory(home.resolve(KAMELETS))) {
            collect(home, home.resolve(KAMELETS), KAMELET_END, files);
        }
        return new RouteSet(home, files);
    }

    /** One file of a directory cannot be read; the message names it and says why. */
    static final class UnreadableFileException extends IOException {
        UnreadableFileException(String message) {
            super(message);
        }
    }

    /** What to tell of a directory that could not be read. */
    public static Finding unreadable(Path home, IOException failure) {
        String told = String.valueOf(failure.getMessage());
        return failure instanceof UnreadableFileException ? new Finding(told.replaceFirst(": .*", ""), 0, told.replaceFirst("[^:]*: ", ""))
                : new Finding(home.toString(), 0, "cannot be read (" + failure.getClass().getSimpleName() + ")");
    }

    private static void collect(Path home, Path directory, String end, SortedMap<String, String> files) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.filter(entry -> isNamed(entry, end)).toList()) {
                try {
                    files.put(home.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                } catch (NoSuchFileException e) {
                    // deleted since it was listed
                    continue;
                } catch (CharacterCodingException e) {
                    throw new UnreadableFileException(file + ": is not UTF-8: save it as UTF-8");
                } catch (IOException e) {
                    throw new UnreadableFileException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isNamed(Path entry, String end) {
        String name = entry.getFileName().toString();
        return name.endsWith(end) && !name.startsWith(".") && !Files.isDirectory(entry);
    }

    /** The files of routes, without that of the beans, in the order of their names. */
    List<String> routeFiles() {
        return names(name -> !isKamelet(name) && !name.equals(BEANS));
    }

    List<String> kamelets() {
        return names(RouteSet::isKamelet);
    }

    private List<String> names(Predicate<String> wanted) {
        return files.keySet().stream().filter(wanted).toList();
    }

    static boolean isKamelet(String name) {
        return name.startsWith(KAMELETS + "/");
    }

    /** The name by which routes use a kamelet: that of its file. */
    static String kameletName(String file) {
        return file.substring(KAMELETS.length() + 1, file.length() - KAMELET_END.length());
    }

    String text(String file) {
        return files.getOrDefault(file, "");
    }

    /** The file's name as people know it. */
    String shown(String file) {
        return home.resolve(file).toString();
    }

    /** The same with the beans of another: they take a restart. */
    RouteSet withBeansOf(RouteSet other) {
        SortedMap<String, String> changed = new TreeMap<>(files);
        changed.remove(BEANS);
        if (other.files.containsKey(BEANS)) {
            changed.put(BEANS, other.files.get(BEANS));
        }
        return new RouteSet(home, changed);
    }

    boolean hasSameTexts(RouteSet other) {
        return files.equals(other.files);
    }

    /** Whether beans, or files that {@link #holdsMoreThanRoutes hold more than routes}, are others: then any route may turn out otherwise. */
    boolean isOfOtherFoundations(RouteSet other) {
        return Edit.between(this, other).touched().stream().anyMatch(file -> file.equals(BEANS) || holdsMoreThanRoutes(file) || other.holdsMoreThanRoutes(file));
    }

    /** Whether a file holds error handling, interceptors or templates, which have a say in routes that stand elsewhere. */
    boolean holdsMoreThanRoutes(String file) {
        try {
            return !isKamelet(file) && !text(file).isBlank() && holdsMoreThanRoutes(YamlNode.parse(text(file)));
        } catch (SyntaxException e) {
            return true;
        }
    }

    /** @param root of a file that is no kamelet */
    static boolean holdsMoreThanRoutes(YamlNode root) {
        return root.list().stream().anyMatch(entry -> !entry.has("route") && !entry.has("from"));
    }

    /** Files that somebody is about to write, as it seems: nothing stands in them, or comments alone. */
    List<String> empty() {
        return names(name -> isNothing(files.get(name)));
    }

    /** Files that end before those of another set do, and are the same up to there. */
    List<String> cutOff(RouteSet whole) {
        return names(name -> whole.text(name).startsWith(files.get(name)) && !isNothing(whole.text(name).substring(files.get(name).length())));
    }

    /** Whether a file that is {@linkplain #cutOff cut off} ends where a line of the whole one does. */
    boolean endsWithALineOf(RouteSet whole, String file) {
        String left = text(file);
        String rest = whole.text(file).substring(left.length());
        return left.endsWith("\n") || rest.startsWith("\n") || rest.startsWith("\r\n");
    }

    private static boolean isNothing(String text) {
        return text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }
}
