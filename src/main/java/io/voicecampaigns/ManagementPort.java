package io.voicecampaigns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of health and metrics is not worth a service that calls nobody: where it is taken, the service starts without it. */
final class ManagementPort {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);
    private static final String ENABLED = "camel.management.enabled";

    private ManagementPort() {
    }

    /** To be asked before Camel reads its own settings. */
    static void check(CamelContext context) {
        if (!Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{" + ENABLED + "}}"))) {
            return;
        }
        String host = context.resolvePropertyPlaceholders("{{management.host}}");
        int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{management.port}}"));
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            free.setReuseAddress(true);
        } catch (IOException e) {
            LOG.warn("port {} of {} is taken: there are no health and no metrics. Set MANAGEMENT_PORT to a free one", port, host);
            Properties without = new Properties();
            without.setProperty(ENABLED, "false");
            context.getPropertiesComponent().setInitialProperties(without);
            context.getPropertiesComponent().setOverrideProperties(without);
        }
    }
}
