using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Tests.Configuration;

/// <summary>
/// A host whose file breaks in the framework's own way: emptied without a word, and the next change of anything else would show it.
/// </summary>
public sealed class BrokenFileTests : IDisposable
{
    private const string Good = """{ "Gateway": { "Services": { "a": { "AppId": "wxa", "Token": "t", "MessagePath": "/a" } } } }""";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly HandWatchedFiles _files;
    private readonly ConfigurationManager _configuration = new();
    private readonly ServiceProvider _services;

    public BrokenFileTests()
    {
        _folder.Write("appsettings.json", Good);
        _files = new HandWatchedFiles(_folder.Path);
        _configuration.Sources.Add(
            new JsonConfigurationSource { FileProvider = _files, Path = "appsettings.json", ReloadOnChange = true, ReloadDelay = 0 });
        _configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Other"] = "1" });
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(_configuration);
        services.AddSingleton<TimeProvider>(_clock);
        services.AddLogging();
        services.AddReverseProxy().AddWeChat(_configuration.GetSection("Gateway"));
        _services = services.BuildServiceProvider();
        var config = _services.GetRequiredService<IProxyConfigProvider>().GetConfig();
        _services.GetServices<IConfigChangeListener>().Single().ConfigurationApplied([config]);
    }

    public void Dispose()
    {
        _services.Dispose();
        _configuration.Dispose();
        _files.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_that_was_emptied_by_a_failed_reload_does_not_empty_the_services()
    {
        _folder.Write("appsettings.json", "{ broken");
        Assert.Throws<AggregateException>(_files.Fire);
        Assert.Null(_configuration["Gateway:Services:a:AppId"]);

        SomethingElseChanges();

        Assert.Single(_services.GetRequiredService<ServiceCatalog>().Current);
        Assert.Equal("appsettings.json", Assert.Single(_services.GetRequiredService<ConfigurationState>().LastErrors).Source);
    }

    [Fact]
    public void A_file_that_was_read_while_it_was_written_does_not_empty_the_services()
    {
        _folder.Write("appsettings.json", Good[..20]);
        Assert.Throws<AggregateException>(_files.Fire);
        _folder.Write("appsettings.json", Good);

        SomethingElseChanges();

        Assert.Single(_services.GetRequiredService<ServiceCatalog>().Current);
        Assert.Equal(
            "appsettings.json: the file was being written while it was read. It is read again as soon as it changes; if it stays like " +
                "this, save it again.",
            Assert.Single(_services.GetRequiredService<ConfigurationState>().LastErrors).ToString());

        _files.Fire();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_services.GetRequiredService<ConfigurationState>().LastErrors);
    }

    private void SomethingElseChanges()
    {
        // Whatever source reloads, it is the whole configuration that has changed.
        _configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Other"] = "2" });
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private sealed class HandWatchedFiles(string folder) : IFileProvider, IDisposable
    {
        private readonly PhysicalFileProvider _files = new(folder);
        private ConfigurationReloadToken _changed = new();

        public void Fire() => Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();

        public IFileInfo GetFileInfo(string subpath) => _files.GetFileInfo(subpath);

        public IDirectoryContents GetDirectoryContents(string subpath) => _files.GetDirectoryContents(subpath);

        public IChangeToken Watch(string filter) => _changed;

        public void Dispose() => _files.Dispose();
    }
}
