package io.voicecampaigns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where health and metrics are told. */
final class Management {
    private static final Logger LOG = LoggerFactory.getLogger(Management.class);

    private Management() {
    }

    /** Whether they can be told, or are not wanted: calls matter more than their measuring, so a port that is taken stops nothing. */
    static boolean hasItsPort(CamelContext context) {
        if (!Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{camel.management.enabled:false}}"))) {
            return true;
        }
        String host = context.resolvePropertyPlaceholders("{{management.host}}");
        int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{management.port}}").strip());
        boolean isFree = isFree(host, port);
        if (isFree) {
            LOG.info("health and metrics are told on port {} of {}", port, host);
        } else {
            LOG.warn("port {} of {} is taken: nothing tells of health and metrics; set MANAGEMENT_PORT to a free port", port, host);
        }
        return isFree;
    }

    /** Whether a server could listen there now; 0 is any free port. */
    static boolean isFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
