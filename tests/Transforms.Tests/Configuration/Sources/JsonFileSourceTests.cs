using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Sources;

namespace WxYarpGateway.Transforms.Tests.Configuration.Sources;

public sealed class JsonFileSourceTests
{
    private readonly CountedFile _file = new("""{ "Gateway": { "Urls": "http://a" } }""");

    [Fact]
    public void A_file_is_opened_once_for_each_reload_also_when_its_errors_are_looked_for()
    {
        var root = new ConfigurationBuilder().Add(Source()).Build();

        Assert.Empty(Check(root));
        _file.Change("""{ "Gateway": { "Urls": "http://b" } }""");
        Assert.Empty(Check(root));

        Assert.Equal("http://b", root["Gateway:Urls"]);
        Assert.Equal(2, _file.Openings);
    }

    [Theory]
    [InlineData("""{ "Gateway": { "Urls": } }""", "line 1, character 24 is not valid JSON")]
    [InlineData("", "the file is empty")]
    [InlineData("""{ "a": 1, "A": 2 }""", "the file is not a configuration")]
    [InlineData("""{ "a": "\ud800" }""", "half of a surrogate pair")]
    [InlineData(null, "the file cannot be read: no such luck")]
    public void What_is_wrong_with_it_is_reported_until_it_is_corrected(string? content, string problem)
    {
        var root = new ConfigurationBuilder().Add(Source()).Build();

        _file.Change(content);
        var errors = Check(root);
        _file.Change("{}");

        Assert.Contains(problem, Assert.Single(errors), StringComparison.Ordinal);
        Assert.Empty(Check(root));
    }

    private JsonFileSource Source() => new() { FileProvider = _file, Path = "appsettings.json", ReloadOnChange = true, ReloadDelay = 0 };

    private static IReadOnlyList<string> Check(IConfigurationRoot root)
    {
        var sources = new ConfigurationSources(root.GetSection("Gateway"), null, root);
        var report = new ConfigurationReport(new Provenance(sources.Providers()));
        SourceFiles.Check(sources, inForce: null, report);
        return [.. report.Errors.Select(error => error.ToString())];
    }

    private sealed class CountedFile(string? content) : IFileProvider, IFileInfo
    {
        private ConfigurationReloadToken _changed = new();

        public int Openings { get; private set; }

        public bool Exists => true;

        public long Length => 1;

        public string? PhysicalPath => null;

        public string Name => "appsettings.json";

        public DateTimeOffset LastModified => default;

        public bool IsDirectory => false;

        public void Change(string? changed)
        {
            content = changed;
            Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
        }

        public Stream CreateReadStream()
        {
            Openings++;
            return content is null ? new UnreadableStream() : new MemoryStream(Encoding.UTF8.GetBytes(content));
        }

        public IFileInfo GetFileInfo(string subpath) => this;

        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IChangeToken Watch(string filter) => _changed;
    }

    private sealed class UnreadableStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("no such luck");

        public override int Read(Span<byte> buffer) => throw new IOException("no such luck");
    }
}
