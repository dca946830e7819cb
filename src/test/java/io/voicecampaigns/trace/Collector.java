package io.voicecampaigns.trace;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes OTLP over HTTP as a collector does, and keeps the spans. */
final class Collector implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private final HttpServer server;
    private final List<Got> spans = new CopyOnWriteArrayList<>();

    /** @param parent empty for a root */
    record Got(String trace, String id, String parent, String name, Instant from, Instant to, Map<String, String> attributes) {
    }

    private interface Field {
        void read(int number, ByteBuffer content, long value);
    }

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            request(ByteBuffer.wrap(isZipped ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Got> spans() {
        return List.copyOf(spans);
    }

    /** ExportTraceServiceRequest, ResourceSpans and ScopeSpans: nothing but what is in them counts here. */
    private void request(ByteBuffer request) {
        each(request, (number, resource, none) -> each(resource, (ofResource, scope, none2) -> {
            if (ofResource == 2) {
                each(scope, (ofScope, span, none3) -> {
                    if (ofScope == 2) {
                        spans.add(span(span));
                    }
                });
            }
        }));
    }

    private static Got span(ByteBuffer span) {
        Map<Integer, String> texts = new TreeMap<>();
        Map<Integer, Instant> times = new TreeMap<>();
        Map<String, String> attributes = new TreeMap<>();
        each(span, (number, content, value) -> {
            switch (number) {
                case 1, 2, 4 -> texts.put(number, HexFormat.of().formatHex(bytes(content)));
                case 5 -> texts.put(number, new String(bytes(content), StandardCharsets.UTF_8));
                case 7, 8 -> times.put(number, Instant.ofEpochSecond(value / 1_000_000_000, value % 1_000_000_000));
                case 9 -> attribute(content, attributes);
                default -> {
                    // flags, kind and status
                }
            }
        });
        return new Got(texts.get(1), texts.get(2), texts.getOrDefault(4, ""), texts.get(5), times.get(7), times.get(8), attributes);
    }

    private static void attribute(ByteBuffer pair, Map<String, String> attributes) {
        String[] read = new String[2];
        each(pair, (number, content, value) -> {
            if (number == 1) {
                read[0] = new String(bytes(content), StandardCharsets.UTF_8);
            } else {
                each(content, (type, text, whole) -> read[1] = type == 1 ? new String(bytes(text), StandardCharsets.UTF_8) : String.valueOf(whole));
            }
        });
        attributes.put(read[0], read[1]);
    }

    /** The fields of a message on the wire. */
    private static void each(ByteBuffer message, Field field) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            switch ((int) (tag & 7)) {
                case VARINT -> field.read((int) (tag >> 3), ByteBuffer.allocate(0), varint(message));
                case FIXED64 -> field.read((int) (tag >> 3), ByteBuffer.allocate(0), message.order(ByteOrder.LITTLE_ENDIAN).getLong());
                case BYTES -> {
                    int length = (int) varint(message);
                    ByteBuffer content = message.slice(message.position(), length);
                    message.position(message.position() + length);
                    field.read((int) (tag >> 3), content, 0);
                }
                default -> message.position(message.position() + 4);
            }
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
