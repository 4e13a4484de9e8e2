using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Certificates;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Tests.Store.Redis;

/// <summary>Why Redis cannot be reached, found out of real servers of all sorts.</summary>
public sealed class RedisProbeTests
{
    private const string Secret = "hunter2";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_port_is_told()
        => await TellsAsync($"127.0.0.1:{FreePort.Next()}", "the connection is refused: nobody listens at that port");

    [Fact]
    public async Task A_name_that_does_not_exist_is_told()
        => await TellsAsync("nowhere.invalid:6379", "its host name cannot be resolved");

    [Fact]
    public async Task Passwords_that_are_missing_or_wrong_are_told()
    {
        await using var redis = await RedisServer.StartWithAsync(Cancelled, "--requirepass", "right");

        await TellsAsync($"127.0.0.1:{redis.Port}", "it wants a password, and the connection string has none");
        await TellsAsync($"127.0.0.1:{redis.Port},password={Secret}", "it refuses the password, or the user");
        Assert.Null(await WhyNotAsync($"127.0.0.1:{redis.Port},password=right"));
    }

    [Fact]
    public async Task A_password_where_none_is_wanted_is_told()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);

        Assert.Equal(
            "it has no password, and the connection string has one",
            await WhyNotAsync($"{redis.ConnectionString},password={Secret}"));
        Assert.Null(await WhyNotAsync(redis.ConnectionString));
    }

    [Fact]
    public async Task TLS_that_does_not_come_about_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("redis-tls-");
        using var certificate = TestCertificate.Create("localhost");
        var (cert, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(cert, certificate.Pem, Cancelled);
        await File.WriteAllTextAsync(key, certificate.KeyPem, Cancelled);
        await using var redis = await RedisServer.StartWithAsync(
            Cancelled, "--port", "0", "--tls-port", "{port}", "--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert,
                "--tls-auth-clients", "no");
        await using var plain = await RedisServer.StartAsync(Cancelled);

        await TellsAsync(
            $"localhost:{redis.Port},ssl=true",
            "its TLS certificate is not trusted here: its issuer must be known to this machine");
        await TellsAsync(
            $"127.0.0.1:{redis.Port}",
            "it speaks TLS only; add ssl=true",
            "it closed the connection before it answered; it may want TLS (ssl=true), or be something else than Redis");
        await TellsAsync($"{plain.ConnectionString},ssl=true", "it speaks without TLS; remove ssl=true");
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9\r\n")]
    public async Task A_server_that_is_not_Redis_is_told(string greeting)
    {
        await using var other = Answering(greeting);

        Assert.Equal("what answers there is not Redis", await WhyNotAsync($"127.0.0.1:{other.Port}"));
    }

    [Theory]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n", "it is still loading its data")]
    [InlineData(
        "-DENIED Redis is running in protected mode because hunter2\r\n", "it is in protected mode and lets nobody in from other machines")]
    [InlineData(
        "-NOREPLICAS Not enough good replicas to write.\r\n", "it takes no writes while it has fewer replicas than min-replicas-to-write")]
    [InlineData("-ERR max number of clients reached\r\n", "it has as many clients as it takes")]
    [InlineData("-ERR hunter2 is what you said\r\n", "it refuses what it is asked")]
    public async Task What_Redis_says_is_put_into_words_of_ours(string answer, string why)
    {
        await using var redis = Answering(answer);

        Assert.Equal(why, await WhyNotAsync($"127.0.0.1:{redis.Port}"));
    }

    [Fact]
    public async Task Something_else_than_Redis_does_not_pass_for_one_without_TLS()
    {
        await using var other = Answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal("it does not speak TLS, or not as we do", await WhyNotAsync($"127.0.0.1:{other.Port},ssl=true"));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_told_of_and_not_waited_for()
    {
        await using var silent = Answering("");
        var clock = new FakeTimeProvider();
        var asking = new RedisProbe(clock).WhyNotAsync(Configuration($"127.0.0.1:{silent.Port}"), Cancelled);
        await silent.Connected;

        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return asking.IsCompleted;
            },
            "it gave up",
            Cancelled);

        Assert.Equal("it took the connection and does not answer within 3 s", await asking);
    }

    [Fact]
    public async Task A_Sentinel_is_told_from_Redis_and_asked_for_its_master()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        await using var sentinel = await RedisServer.StartSentinelAsync(
            $"sentinel monitor main 127.0.0.1 {redis.Port} 1\nsentinel monitor gone 127.0.0.1 {FreePort.Next()} 1\n", Cancelled);

        Assert.Equal("what answers is a Sentinel, not Redis itself; name Redis itself, or add serviceName=",
            await WhyNotAsync(sentinel.ConnectionString));
        Assert.Null(await WhyNotAsync(sentinel.ConnectionString + ",serviceName=main"));
        await TellsAsync(
            sentinel.ConnectionString + ",serviceName=hunter2", "its Sentinel knows no service of the name that serviceName gives");
        await TellsAsync(sentinel.ConnectionString + ",serviceName=gone",
            "of the master that the Sentinels name, the connection is refused: nobody listens at that port");
        await TellsAsync(
            redis.ConnectionString + ",serviceName=main",
                "what answers is not a Sentinel, or refuses; remove serviceName if it is Redis itself");
    }

    [Fact]
    public async Task A_user_that_is_unknown_is_told()
    {
        await using var redis = await RedisServer.StartWithAsync(
            Cancelled, "--requirepass", "right", "--user", "bob", "on", ">known", "+@all");

        await TellsAsync($"127.0.0.1:{redis.Port},user=bob,password={Secret}", "it refuses the password, or the user");
        Assert.Null(await WhyNotAsync($"127.0.0.1:{redis.Port},user=bob,password=known"));
    }

    [Fact]
    public async Task Of_several_hosts_the_one_that_fails_is_counted()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);

        Assert.Equal(
            "of host 2, the connection is refused: nobody listens at that port", await WhyNotAsync(
                $"{redis.ConnectionString},127.0.0.1:{FreePort.Next()}"));
    }

    private static StackExchange.Redis.ConfigurationOptions Configuration(string text)
    {
        Assert.True(RedisConnectionString.TryParse(text, out var configuration));
        return configuration;
    }

    private static Task<string?> WhyNotAsync(string text)
        => new RedisProbe(TimeProvider.System).WhyNotAsync(Configuration(text), Cancelled);

    /// <summary>
    /// The probe, and the line in the log of a connection that fails, say the same, and nothing of the connection string.
    /// </summary>
    private static async Task TellsAsync(string text, params string[] sentences)
    {
        Assert.Contains(await WhyNotAsync(text), sentences);
        using var logs = new CollectedLogs();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        using var connection = new RedisConnection(
            Options.Create(new StoreOptions { Kind = StoreKind.Redis, Redis = text }), TimeProvider.System,
                loggers.CreateLogger<RedisConnection>());
        _ = connection.PingAsync().ContinueWith(task => _ = task.Exception, TaskScheduler.Default);

        await Eventually.HoldsAsync(
            () => logs.Lines.Any(line => line.StartsWith("Warning Redis", StringComparison.Ordinal)
                && sentences.Any(sentence => line.Contains(sentence, StringComparison.Ordinal))),
            "the reason was told",
            Cancelled);

        Assert.Contains(connection.Problem, sentences);
        Assert.DoesNotContain(Secret, logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", logs.Text, StringComparison.Ordinal);
    }

    private static AnsweringServer Answering(string answer) => new(answer);

    /// <summary>Says one thing to whoever connects and sends something; nothing at all if there is nothing to say.</summary>
    private sealed class AnsweringServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _serving;

        public AnsweringServer(string answer)
        {
            _listener.Start();
            _serving = ServeAsync(answer);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task Connected => _connected.Task;

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task ServeAsync(string answer)
        {
            var clients = new List<TcpClient>();
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    clients.Add(client);
                    _connected.TrySetResult();
                    if (answer.Length > 0)
                    {
                        _ = await client.GetStream().ReadAsync(new byte[1000]);
                        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
                    }
                }
            }
            finally
            {
                clients.ForEach(client => client.Dispose());
            }
        }
    }
}
