using System.Net.Http.Json;
using System.Text.Json;

namespace WxYarpGateway.Load.Platforms;

/// <summary>A gateway that serves a platform, with all accounts in its database.</summary>
internal sealed class PlatformGateway(Child process) : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestSync = TimeSpan.FromMinutes(5);

    public Child Process { get; } = process;

    /// <summary>Gets the memory that it held at rest, before the first push, in MiB.</summary>
    public double IdleMebibytes { get; private init; }

    /// <summary>Starts a gateway that gets its accounts from a simulated WeChat, then another one that has them in the database.</summary>
    public static async Task<PlatformGateway> StartAsync(
        Workshop workshop, Build build, int authorizers, CancellationToken cancellationToken)
    {
        var file = new PlatformFile(workshop, authorizers);
        await using (await StartAsync(workshop, build, file, cancellationToken))
        await using (await workshop.StartAsync(
            workshop.Simulator, file.WeChat, ["serve", "--config", file.Simulator, "--quiet"], JustInTime.AsShipped, cancellationToken))
        {
            await SyncAsync(file, cancellationToken);
        }

        var process = await StartAsync(workshop, build, file, cancellationToken);
        await Task.Delay(Idle, cancellationToken);
        return new PlatformGateway(process) { IdleMebibytes = process.Usage.ResidentMebibytes };
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static Task<Child> StartAsync(Workshop workshop, Build build, PlatformFile file, CancellationToken cancellationToken)
        => workshop.StartAsync(build.Assembly, file.Open, [], file.Environment, cancellationToken);

    /// <summary>Has the platform compared with WeChat's list, as soon as it has its ticket.</summary>
    private static async Task SyncAsync(PlatformFile file, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(LongestSync);
        using var client = new HttpClient();
        var sync = new Uri($"http://127.0.0.1:{file.Closed}/platform/{PlatformFile.Name}/sync");
        for (var status = "Failed"; status != "Complete"; status = await StatusAsync(client, sync, bounded.Token))
        {
            if (status is "Failed" or "Incomplete")
            {
                using var begun = await client.PostAsync(sync, content: null, bounded.Token);
            }

            await Task.Delay(Look, bounded.Token);
        }
    }

    private static async Task<string> StatusAsync(HttpClient client, Uri sync, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(sync, cancellationToken);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("status").GetString()! : "Failed";
    }
}
