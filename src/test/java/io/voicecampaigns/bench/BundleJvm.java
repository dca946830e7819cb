package io.voicecampaigns.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The real routes with the settings of production, in a JVM of their own, in a directory of their own. */
final class BundleJvm implements AutoCloseable {
    static final String CAMPAIGN = "banco";

    private final Path dir;
    private final Child child;

    private BundleJvm(Path dir, Child child) {
        this.dir = dir;
        this.child = child;
    }

    /** @param settings {@code key=value} each, before those of {@code config/application.properties} */
    static BundleJvm start(Path dir, URI provider, String heap, String campaign, String... settings) {
        write(dir.resolve("campaigns").resolve(CAMPAIGN + ".yaml"), campaign);
        List<String> arguments = new ArrayList<>(List.of("data.dir=" + dir.resolve("data"), "campaigns.dir=" + dir.resolve("campaigns"),
                "providers.diga.base-url=" + provider, "providers.diga.api-key=key-of-the-benchmark"));
        arguments.addAll(Arrays.asList(settings));
        Child child = Child.start(BenchedBundle.class, heap, dir.resolve("bundle.log"), arguments);
        child.answer(Child.ANSWER + "started");
        return new BundleJvm(dir, child);
    }

    /** Edits the campaign. */
    void campaign(String campaign) {
        write(dir.resolve("campaigns").resolve(CAMPAIGN + ".yaml"), campaign);
    }

    /** From the first contact enrolled to the last outcome reported, of a list that comes by itself. */
    Duration reported(String list) {
        return Duration.ofMillis(Long.parseLong(child.ask("reported " + list)));
    }

    /** From a list's first contact to its last row's commit, where it comes by itself. */
    Duration enrolled(String list) {
        return Duration.ofMillis(Long.parseLong(child.ask("enrolled " + list)));
    }

    /** From the first contact enrolled to the last outcome reported. */
    Duration call(String list, int first, int count) {
        drop(list, first, count);
        return reported(list);
    }

    /** From the list's pick-up to its last row's commit. */
    Duration enroll(String list, int first, int count) {
        drop(list, first, count);
        return enrolled(list);
    }

    void drop(String list, int first, int count) {
        Path whole = PeopleList.write(dir.resolve(list + ".csv"), first, count);
        try {
            Path inbox = Files.createDirectories(dir.resolve("data/inbox").resolve(CAMPAIGN));
            Files.move(whole, inbox.resolve(list + ".csv"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double processorSeconds() {
        return child.processorSeconds();
    }

    /** Resident memory after a while without work. */
    long idleMebibytes(Duration idle) {
        await().pollDelay(idle).atMost(idle.multipliedBy(2)).until(() -> true);
        return child.residentMebibytes();
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
