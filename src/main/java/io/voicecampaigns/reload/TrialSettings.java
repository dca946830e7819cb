package io.voicecampaigns.reload;

import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;

/**
 * The settings that routes are tried with: those of the service, with stand-ins for secrets, which a trial has no use for and an error
 * message could repeat, and for the address of a provider that is not set up here.
 */
public final class TrialSettings {
    private static final Pattern SECRET = Pattern.compile("(?i)(.*[.-])?(key|token|secret|password|passphrase|credentials?)");
    private static final Pattern ADDRESS_OF_A_PROVIDER = Pattern.compile("providers\\.[^.]+\\.base-url");
    private static final String STAND_IN = "stand-in";

    private final String source;
    private final Properties all = new Properties();
    private final boolean ignoresEnvironment;

    /**
     * @param source             the file that people set them in
     * @param settings           all that the service has been started with
     * @param ignoresEnvironment whether the environment has no say
     */
    public TrialSettings(Path source, Properties settings, boolean ignoresEnvironment) {
        this.source = source.toString();
        settings.stringPropertyNames().forEach(key -> all.setProperty(key, SECRET.matcher(key).matches() ? STAND_IN : settings.getProperty(key)));
        this.ignoresEnvironment = ignoresEnvironment;
        set("camel.main.name", "trial");
        set("camel.main.startup-summary-level", "Off");
        set("camel.main.auto-startup", "false");
        set("camel.main.routes-include-pattern", "false");
        set("camel.main.source-location-enabled", "true");
        set("camel.main.auto-configuration-log-summary", "false");
        set("camel.management.enabled", "false");
        set("camel.server.enabled", "false");
        set("camel.metrics.enabled", "false");
        set("camel.health.enabled", "false");
        // kamelets of the bundle are given as texts
        set("camel.component.kamelet.location", "classpath:kamelets");
    }

    private void set(String key, String value) {
        all.setProperty(key, value);
    }

    String source() {
        return source;
    }

    void applyTo(BaseMainSupport main) {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(all);
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(!ignoresEnvironment);
    }

    void applyTo(PropertiesComponent properties) {
        if (ignoresEnvironment) {
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        }
        for (String key : all.stringPropertyNames()) {
            boolean isUnset = ADDRESS_OF_A_PROVIDER.matcher(key).matches() && properties.parseUri("{{" + key + ":}}").isBlank();
            if (isUnset) {
                all.setProperty(key, "https://provider.invalid");
            }
        }
    }
}
