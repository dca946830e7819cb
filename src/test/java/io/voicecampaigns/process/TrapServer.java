package io.voicecampaigns.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The address that production settings name, where nobody may knock. */
final class TrapServer implements AutoCloseable {
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    TrapServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.start();
    }

    /** What somebody has exported who calls real people from the same shell. */
    Map<String, String> production() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of("DIGA_BASE_URL", address, "DIGA_API_KEY", "production-key", "FEATHER_BASE_URL", address, "FEATHER_API_KEY", "production-key",
                "LEDGER_URL", "jdbc:postgresql://127.0.0.1:1/production", "LEDGER_USER", "production", "INSTALLATION_SECRET", "production-secret");
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
