package io.voicecampaigns.salesforce;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The Subscribe call of Salesforce's Pub/Sub API, made of the classes that camel-salesforce brings: it keeps all events, and gives them to
 * whoever asks for those behind a replay id. It knows neither schemas nor what events say.
 */
public final class EventBus implements AutoCloseable {
    private final Server server;
    private final List<String> replayIds = new ArrayList<>();
    private final List<StreamObserver<FetchResponse>> listening = new ArrayList<>();
    private final List<FetchRequest> subscriptions = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private volatile Status refusal;

    public EventBus() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0))
                    .addService(ServerInterceptors.intercept(new Topics(), new Reader())).build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** The first request of each subscription. */
    public List<FetchRequest> subscriptions() {
        return subscriptions;
    }

    /** How many listen now. */
    public synchronized int listeners() {
        return listening.size();
    }

    /** What the last subscription was sent with. */
    Map<String, String> headers() {
        return headers;
    }

    /** Tells that something changed; answers the event's replay id. */
    public synchronized String publish() {
        replayIds.add("replay-" + (replayIds.size() + 1));
        listening.forEach(each -> each.onNext(behind(replayIds.size() - 1)));
        return replayIds.get(replayIds.size() - 1);
    }

    /** Refuses subscriptions from now on; {@code null} takes them again. Those that stand are broken. */
    synchronized void refuse(Status status) {
        refusal = status;
        if (status != null) {
            listening.forEach(each -> each.onError(status.asRuntimeException()));
            listening.clear();
        }
    }

    private FetchResponse behind(int known) {
        FetchResponse.Builder response = FetchResponse.newBuilder().setPendingNumRequested(10);
        replayIds.subList(known, replayIds.size()).forEach(id -> response.addEvents(ConsumerEvent.newBuilder().setReplayId(bytes(id))));
        return response.setLatestReplayId(bytes(replayIds.isEmpty() ? "" : replayIds.get(replayIds.size() - 1))).build();
    }

    private static ByteString bytes(String id) {
        return ByteString.copyFrom(id, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Reader implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata sent, ServerCallHandler<Q, A> next) {
            for (String name : List.of("accesstoken", "instanceurl", "tenantid")) {
                headers.put(name, String.valueOf(sent.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))));
            }
            return next.startCall(call, sent);
        }
    }

    private final class Topics extends PubSubGrpc.PubSubImplBase {
        @Override
        public StreamObserver<FetchRequest> subscribe(StreamObserver<FetchResponse> answers) {
            return new StreamObserver<>() {
                private boolean isFirst = true;

                @Override
                public void onNext(FetchRequest request) {
                    if (isFirst) {
                        isFirst = false;
                        begin(request, answers);
                    }
                }

                @Override
                public void onError(Throwable thrown) {
                    forget(answers);
                }

                @Override
                public void onCompleted() {
                    forget(answers);
                    answers.onCompleted();
                }
            };
        }
    }

    private synchronized void begin(FetchRequest request, StreamObserver<FetchResponse> answers) {
        int known = replayIds.indexOf(request.getReplayId().toString(StandardCharsets.UTF_8));
        boolean isCustom = request.getReplayPreset() == ReplayPreset.CUSTOM;
        if (refusal != null || isCustom && known < 0) {
            answers.onError((refusal == null ? Status.INVALID_ARGUMENT : refusal).asRuntimeException());
        } else {
            listening.add(answers);
            if (isCustom && known < replayIds.size() - 1) {
                answers.onNext(behind(known + 1));
            }
        }
        subscriptions.add(request);
    }

    private synchronized void forget(StreamObserver<FetchResponse> answers) {
        listening.remove(answers);
    }
}
