package dev.coffer.e2e;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A store that speaks S3, in this process; its objects are files of a folder. */
final class S3Store {
    private static final String BUCKET = "backups";
    private static final String KEY = "coffer";
    private static final String SECRET = "only-for-this-test";

    private final Path folder;
    private final Faulty objects;
    private final S3Proxy proxy;

    private S3Store(Path folder, Faulty objects, S3Proxy proxy) {
        this.folder = folder;
        this.objects = objects;
        this.proxy = proxy;
    }

    static S3Store start(Path folder) throws Exception {
        // The file system takes these from nowhere else where a path is made of a URI.
        System.setProperty("s3.spi.endpoint-protocol", "http");
        System.setProperty("aws.region", "us-east-1");
        Files.createDirectory(folder);
        Faulty objects = new Faulty(new FilesystemNio2BlobStore(folder.toString()));
        objects.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
        return new S3Store(folder, objects, proxy);
    }

    /** A path of the file system, such as {@code neon/}. */
    Path path(String path) {
        return Path.of(URI.create(address(path)));
    }

    /** What the address of such a path is. */
    String address(String path) {
        return "s3x://" + KEY + ":" + SECRET + "@127.0.0.1:" + proxy.getPort() + "/" + BUCKET + "/" + path;
    }

    /** Where the objects really lie. */
    Path objects() {
        return folder.resolve(BUCKET);
    }

    /** What the store does from now on with each object that it is sent, by its key. */
    AtomicInteger receiving(BiFunction<String, InputStream, InputStream> what) {
        objects.received.set(0);
        objects.receiving = what;
        return objects.received;
    }

    void stop() throws Exception {
        proxy.stop();
    }

    private static final class Faulty extends ForwardingBlobStore {
        private final AtomicInteger received = new AtomicInteger();
        private volatile BiFunction<String, InputStream, InputStream> receiving = (key, content) -> content;

        Faulty(BlobStore store) {
            super(store);
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
            received.incrementAndGet();
            return super.putBlob(request, receiving.apply(request.key(), content));
        }
    }
}
