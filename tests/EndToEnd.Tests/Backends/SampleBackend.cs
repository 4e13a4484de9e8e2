using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.EndToEnd.Tests.Backends;

/// <summary>The sample bot in one language, as a real process.</summary>
public sealed class SampleBackend : IAsyncDisposable
{
    private readonly Executable _process;
    private readonly HttpClient _http;

    private SampleBackend(Executable process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    public bool HasExited => _process.HasExited;

    internal static async Task<SampleBackend> StartAsync(SampleLanguage language, Workplace workplace, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string> { ["PORT"] = FreePort.Next().ToString(CultureInfo.InvariantCulture) };
        var file = Path.Combine(Repository.Root, "samples", "backends", language.Folder, language.File);
        var process = language.Runtime == "dotnet"
            ? Executable.Start("CSharpBackend", workplace.Folder, environment)
            : Executable.StartCommand(language.Runtime, [file], workplace.Folder, environment);
        try
        {
            return new SampleBackend(process, await process.ListensAsync(cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Posts a body as the gateway does.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellationToken)
        => PostAsync(path, Encoding.UTF8.GetBytes(json), cancellationToken);

    /// <summary>Posts bytes, be they JSON or not.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return await _http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }
}
