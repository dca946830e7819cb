package io.voicecampaigns.crash;

import io.voicecampaigns.AgentJobs;
import io.voicecampaigns.Bundle;
import io.voicecampaigns.privacy.LogGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A snapshot in a process of its own, with the settings of a file; says what it came to. */
final class SnapshotMain {
    private SnapshotMain() {
    }

    public static void main(String[] args) throws IOException {
        LogGuard.install();
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(args[0]))) {
            settings.load(in);
        }
        Bundle.Options options = new Bundle.Options().ignoringEnvironment().simulated();
        settings.stringPropertyNames().forEach(key -> options.set(key, settings.getProperty(key)));
        try (AgentJobs jobs = new AgentJobs(options)) {
            System.out.println("snapshot: " + jobs.snapshot());
        }
    }
}
