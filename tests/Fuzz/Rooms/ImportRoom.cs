using System.Text;
using System.Text.Json;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Import;
using WxYarpGateway.Import.GoWxGateway;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Configurations of go-wx-gateway: each becomes one of ours that announces its errors, or a sentence says why not.</summary>
internal sealed class ImportRoom : FuzzRoom
{
    private static readonly JsonDocumentOptions WithComments = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    private readonly ConfigurationHost _host = new();
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("fuzz-import-").FullName, "wx-gateway-conf.json");

    public override string Name => "import";

    public override int Executions => 1_000;

    public override Grammar Grammar { get; } = new(
        [.. Words.Json, "\"services\":", "http://", "/", "//", "https://a/b?c#d", "*/", "your_", "店铺"],
        JsonChanges.With([.. GoGatewayKeys.All.Select(key => key.Path.Split('.')[^1]), "services", "Services", "name", "NAME", "a:b", ""]));

    public override Budget Budget { get; } = new()
    {
        Bytes = 1024 * 1024,
        BytesPerByte = 400,
        Time = TimeSpan.FromMilliseconds(300),
        TimePerKilobyte = TimeSpan.FromMilliseconds(20),
    };

    public override async ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        await File.WriteAllBytesAsync(_file, input);
        var (source, problem) = await SourceFile.ReadAsync(_file, CancellationToken.None);
        if (source is null)
        {
            Assert.NotEmpty(problem!);
            return false;
        }

        var result = meter.Of(source, static of => ConfigurationImport.FromGoWxGateway(of, asciiOnly: false));
        if (!result.IsImported)
        {
            Assert.NotEmpty(result.Problem);
            return false;
        }

        var json = result.Configuration;
        using (JsonDocument.Parse(json, WithComments))
        {
            // It is JSON, and says nothing twice.
        }

        var ascii = ConfigurationImport.FromGoWxGateway(source, asciiOnly: true).Configuration!;
        Assert.True(Ascii.IsValid(ascii));
        using (JsonDocument.Parse(ascii, WithComments))
        {
            // So is this.
        }

        _host.Load(Encoding.UTF8.GetBytes(json));
        var compiled = await _host.CompileAsync();
        ConfigurationRoom.Hold(compiled);
        Assert.True(
            compiled.Errors.Count == 0 || json.Contains("fill in", StringComparison.Ordinal),
            $"An error is left that no comment announces: {string.Join(' ', compiled.Errors)}");
        return true;
    }

    protected override async ValueTask CloseAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }
}
