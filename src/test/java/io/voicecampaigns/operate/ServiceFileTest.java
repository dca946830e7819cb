package io.voicecampaigns.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that share a data directory: in containers each of them is process 1, as both of these are one process here. */
class ServiceFileTest {
    private static final URI HERE = URI.create("http://127.0.0.1:8080");
    private static final URI THERE = URI.create("http://127.0.0.1:8081");

    @TempDir
    private Path data;

    @Test
    void one_that_ends_after_its_successor_has_begun_leaves_the_successor_to_be_found() throws IOException {
        ServiceFile before = new ServiceFile(data);
        ServiceFile after = new ServiceFile(data);
        before.write(HERE);
        after.write(THERE);

        before.remove();

        assertThat(ServiceClient.find(data)).isEqualTo(THERE);
        after.remove();
        assertThat(left()).isEmpty();
    }

    @Test
    void one_that_goes_on_is_found_once_another_that_was_found_has_ended() throws IOException {
        ServiceFile lasting = new ServiceFile(data);
        ServiceFile passing = new ServiceFile(data);
        lasting.write(HERE);
        passing.write(THERE);
        lasting.keep(HERE);
        assertThat(ServiceClient.find(data)).as("nothing is taken from another").isEqualTo(THERE);

        passing.remove();
        lasting.keep(HERE);

        assertThat(ServiceClient.find(data)).isEqualTo(HERE);
    }

    @Test
    void one_that_has_ended_says_nothing_any_more() throws IOException {
        ServiceFile ended = new ServiceFile(data);
        ended.write(HERE);
        ended.remove();

        ended.keep(HERE);

        assertThat(left()).isEmpty();
    }

    private Path[] left() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.toArray(Path[]::new);
        }
    }
}
