using WxYarpGateway.Testing.Certificates;
using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>A Redis that speaks TLS only, with a certificate of the operator's own issuer, which the client's own variable names.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class RedisTlsTests(RedisTlsTests.Server server) : RedisTopologyContract, IClassFixture<RedisTlsTests.Server>
{
    protected override string ConnectionString => $"localhost:{server.Redis.Port},ssl=true";

    /// <summary>The server that the tests share.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private const string IssuerVariable = "SERedis_IssuerCertPath";

        private readonly string _folder = Directory.CreateTempSubdirectory("redis-tls-").FullName;

        public RedisServer Redis { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            using var authority = TestCertificate.CreateAuthority("An operator's own");
            using var certificate = TestCertificate.CreateBy(authority, "localhost");
            var issuer = await WriteAsync("ca.pem", authority.Pem);
            var cert = await WriteAsync("cert.pem", certificate.Pem);
            var key = await WriteAsync("key.pem", certificate.KeyPem);
            Environment.SetEnvironmentVariable(IssuerVariable, issuer);
            Redis = await RedisServer.StartWithAsync(
                Cancelled,
                "--port", "0", "--tls-port", "{port}", "--tls-auth-clients", "no",
                "--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", issuer);
        }

        public async ValueTask DisposeAsync()
        {
            Environment.SetEnvironmentVariable(IssuerVariable, null);
            await Redis.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        private async Task<string> WriteAsync(string name, string pem)
        {
            var file = Path.Combine(_folder, name);
            await File.WriteAllTextAsync(file, pem, Cancelled);
            return file;
        }
    }
}
