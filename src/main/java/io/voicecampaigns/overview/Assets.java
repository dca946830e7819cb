package io.voicecampaigns.overview;

import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** What the page is made of: nothing but the files named here is served. Thread-safe. */
public final class Assets {
    private static final int OK = 200;
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, Asset> ALL = Map.of(
            "page.css", new Asset("/overview/page.css", "text/css; charset=utf-8"),
            "page.js", new Asset("/overview/page.js", SCRIPT),
            "activity.js", new Asset("/overview/activity.js", SCRIPT),
            "chart.js", new Asset("/META-INF/resources/webjars/chart.js/{version}/dist/chart.umd.min.js", SCRIPT),
            "icon.svg", new Asset("/overview/icon.svg", "image/svg+xml"));

    private final Map<String, Reply> loaded = new ConcurrentHashMap<>();

    private record Asset(String resource, String type) {
    }

    /** @throws RefusedException if there is no such file */
    public Reply show(String file) {
        Asset asset = ALL.get(file);
        if (asset == null) {
            throw RefusedException.notFound("there is no such file", "GET / is the page");
        }
        return loaded.computeIfAbsent(file, name -> new Reply(OK, asset.type(), text(asset.resource().replace("{version}", chartVersion()))));
    }

    /** The jar says which version it is. */
    private static String chartVersion() {
        Properties jar = new Properties();
        try (InputStream in = Assets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")) {
            jar.load(in);
            return jar.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not packaged");
            }
            // a map of the script would be asked for, and there is none
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^//# sourceMappingURL=.*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
