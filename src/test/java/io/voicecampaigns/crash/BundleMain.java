package io.voicecampaigns.crash;

import io.voicecampaigns.Bundle;
import io.voicecampaigns.privacy.LogGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A bundle in a process of its own, with the settings of a file. It stops as a signal would have it when it reads anything, and ends with the test that
 * started it, if that does not kill it before.
 */
final class BundleMain {
    private BundleMain() {
    }

    public static void main(String[] args) throws IOException {
        LogGuard.install();
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(args[0]))) {
            settings.load(in);
        }
        Bundle.Options options = new Bundle.Options().ignoringEnvironment().simulated();
        settings.stringPropertyNames().forEach(key -> options.set(key, settings.getProperty(key)));
        Bundle bundle = new Bundle(options);
        bundle.start();
        // the end of the stream is the end of the test
        if (System.in.read() < 0) {
            Runtime.getRuntime().halt(3);
        }
        bundle.close();
        System.exit(0);
    }
}
