package io.voicecampaigns.salesforce;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One subscription to a topic of Salesforce's event bus, from its start until it is closed or breaks; it does not begin anew by itself. What
 * events say is not read, only that they came: records are read by query. Thread-safe.
 */
final class EventStream implements AutoCloseable {
    private static final int AT_ONCE = 100;

    private final Clock clock;
    private final String topic;
    private final ManagedChannel channel;
    /** The last event of each second, under that second's end. */
    private final TreeMap<Instant, String> heard = new TreeMap<>();
    private Status.Code failure;

    private EventStream(URI address, String topic, Clock clock) {
        this.clock = clock;
        this.topic = topic;
        ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort());
        this.channel = (address.getScheme().equals("http") ? builder.usePlaintext() : builder).build();
    }

    /**
     * @param address {@code https://host:port}, or {@code http:} without encryption
     * @param after   the replay id of the last event that is known; without it, only what comes from now on is heard
     */
    static EventStream subscribe(URI address, String topic, Optional<String> after, SalesforceOrg.Login login, Clock clock) {
        EventStream stream = new EventStream(address, topic, clock);
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("accesstoken", Metadata.ASCII_STRING_MARSHALLER), login.token());
        headers.put(Metadata.Key.of("instanceurl", Metadata.ASCII_STRING_MARSHALLER), login.instanceUrl());
        headers.put(Metadata.Key.of("tenantid", Metadata.ASCII_STRING_MARSHALLER), login.orgId());
        FetchRequest.Builder first = FetchRequest.newBuilder().setTopicName(topic).setNumRequested(AT_ONCE)
                .setReplayPreset(after.isPresent() ? ReplayPreset.CUSTOM : ReplayPreset.LATEST);
        after.ifPresent(id -> first.setReplayId(ByteString.copyFrom(Base64.getDecoder().decode(id))));
        PubSubGrpc.newStub(stream.channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)).subscribe(stream.new Ear()).onNext(first.build());
        return stream;
    }

    /** Waits until something is heard or the stream breaks, but no longer than this. */
    synchronized void await(long milliseconds) {
        try {
            // whoever is woken for nothing comes back
            wait(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SalesforceException("the wait for events was interrupted");
        }
    }

    /** When the first event came, rounded up to a second. */
    synchronized Optional<Instant> first() {
        return heard.isEmpty() ? Optional.empty() : Optional.of(heard.firstKey());
    }

    /** When the last event came, rounded up to a second. */
    synchronized Optional<Instant> last() {
        return heard.isEmpty() ? Optional.empty() : Optional.of(heard.lastKey());
    }

    /** The replay id of the last event that came until then. */
    synchronized Optional<String> replayId(Instant until) {
        return Optional.ofNullable(heard.floorEntry(until)).map(Map.Entry::getValue);
    }

    /** Why nothing more is heard, in gRPC's words. */
    synchronized Optional<Status.Code> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return "the topic " + topic + " of Salesforce";
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Ear implements ClientResponseObserver<FetchRequest, FetchResponse> {
        private ClientCallStreamObserver<FetchRequest> requests;

        @Override
        public void beforeStart(ClientCallStreamObserver<FetchRequest> toSalesforce) {
            requests = toSalesforce;
        }

        @Override
        public void onNext(FetchResponse response) {
            if (response.getEventsCount() > 0) {
                ByteString last = response.getEvents(response.getEventsCount() - 1).getReplayId();
                synchronized (EventStream.this) {
                    heard.put(clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1), Base64.getEncoder().encodeToString(last.toByteArray()));
                    EventStream.this.notifyAll();
                }
            }
            if (response.getPendingNumRequested() < AT_ONCE / 2) {
                requests.onNext(FetchRequest.newBuilder().setTopicName(topic).setNumRequested(AT_ONCE - response.getPendingNumRequested()).build());
            }
        }

        @Override
        public void onError(Throwable thrown) {
            over(Status.fromThrowable(thrown).getCode());
        }

        @Override
        public void onCompleted() {
            over(Status.Code.OK);
        }

        private void over(Status.Code code) {
            synchronized (EventStream.this) {
                failure = code;
                EventStream.this.notifyAll();
            }
        }
    }
}
