using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.ApiProxy;
using WxYarpGateway.Gateway.Certificates;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Health;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>The gateway's configuration with all its rules, from one file that is kept in memory and read again each time.</summary>
internal sealed class ConfigurationHost : IAsyncDisposable
{
    public const string FileName = "appsettings.json";

    private readonly MemoryFile _file = new();
    private readonly WebApplication _app;
    private readonly ConfigurationCompiler _compiler;

    public ConfigurationHost(string json = "{}")
    {
        _file.Content = Encoding.UTF8.GetBytes(json);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ((IConfigurationBuilder)builder.Configuration).Add(
            new JsonConfigurationSource { FileProvider = _file, Path = FileName, OnLoadException = failure => failure.Ignore = true });
        builder.AddGatewayRules(new GatewayEnvironment(Path.GetTempPath(), Path.GetTempPath()));
        builder.AddGatewayServer();
        builder.AddGatewayCertificates();
        builder.AddGatewayAccess();
        builder.AddGatewayEndpoints();
        builder.AddGatewayHealth();
        builder.Services.AddReverseProxyToWeChat().AddWeChat(
            builder.Configuration.GetSection(GatewayOptions.Section), builder.Configuration.GetSection("ReverseProxy")).AddPlatforms();
        _app = builder.Build();
        _compiler = _app.Services.GetRequiredService<ConfigurationCompiler>();
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>Gets all that was read, by full path.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings => _app.Configuration.AsEnumerable();

    /// <summary>Puts another file in the place of the one that there was.</summary>
    public void Load(byte[] json)
    {
        // Asked to load a broken file, the framework keeps what it had; told of a change, it forgets it.
        foreach (var content in new[] { "{}"u8.ToArray(), json })
        {
            _file.Content = content;
            ((IConfigurationRoot)_app.Configuration).Reload();
        }
    }

    public ValueTask<CompilationResult> CompileAsync(CompiledConfiguration? inForce = null) => _compiler.CompileAsync(inForce);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A file system of one file.</summary>
    private sealed class MemoryFile : IFileProvider, IFileInfo
    {
        public byte[] Content { get; set; } = [];

        public bool Exists => true;

        public bool IsDirectory => false;

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public long Length => Content.Length;

        public string Name => FileName;

        public string? PhysicalPath => null;

        public Stream CreateReadStream() => new MemoryStream(Content, writable: false);

        public IFileInfo GetFileInfo(string subpath) => this;

        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }
}
