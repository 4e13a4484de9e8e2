using System.CommandLine;
using System.Runtime.InteropServices;

namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>The verb <c>platform release</c>, for people and for CI pipelines.</summary>
internal static class ReleaseCommand
{
    /// <summary>The exit code of a process that Ctrl+C ended, as shells have it.</summary>
    private const int Interrupted = 130;

    /// <summary>Files the order and shows the release; returns 0 only when all mini programs are where the order wants them.</summary>
    public static async Task<int> RunAsync(
        ReleaseSettings settings, string folder, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (Problem(settings) is { } problem)
        {
            console.Error.WriteLine(problem);
            return StartupErrors.InvalidConfiguration;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        var id = settings.Id;
        var screen = ReleaseScreen.On(console.Output, settings.IsJson);
        try
        {
            var key = settings.KeyFile is null ? settings.Key
                : (await File.ReadAllTextAsync(Path.GetFullPath(settings.KeyFile, folder), stop.Token)).Trim();
            using var client = new ReleaseClient(settings.Url, settings.Platform!, key);
            if (id is null)
            {
                var order = await File.ReadAllBytesAsync(Path.GetFullPath(settings.File!, folder), stop.Token);
                id = await client.FileAsync(order, settings.IdempotencyKey, stop.Token);
                screen.Filed(id);
            }

            return settings.IsDetached ? 0 : await FollowAsync(client, id, screen, settings, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Leave();
            console.Error.WriteLine(id is null
                ? "Nothing is known to be filed."
                : $"The release goes on without this command. To come back: {ComeBack(settings, id)}");
            return Interrupted;
        }
        catch (ReleaseRefusedException refused)
        {
            screen.Leave();
            console.Error.WriteLine(refused.Message);
            return StartupErrors.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"A file cannot be read: {exception.Message.TrimEnd('.')}.");
            return StartupErrors.InvalidConfiguration;
        }
    }

    private static string? Problem(ReleaseSettings settings)
        => settings.Platform is not { Length: > 0 } ? $"Name the platform: --platform, or {ReleaseSettings.PlatformVariable}."
            : (settings.File is null) == (settings.Id is null) ? "Name either a file with the order, or --id of a release that was filed."
            : !Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
                ? "--url must be the gateway's internal address, such as http://127.0.0.1:7081."
            : null;

    private static async Task<int> FollowAsync(
        ReleaseClient client, string id, ReleaseScreen screen, ReleaseSettings settings, CancellationToken cancellationToken)
    {
        var release = default(ReleaseView);
        await foreach (var (json, view) in client.WatchAsync(id, cancellationToken))
        {
            release = view;
            screen.Show(json, view);
            if (view.IsAtRest)
            {
                break;
            }
        }

        screen.Leave();
        var failures = release!.IsDone ? [] : await client.FailuresAsync(id, cancellationToken);
        screen.Conclude(release, failures, release.State == "Paused" ? ComeBack(settings, id) : null);
        return release.IsDone ? 0 : StartupErrors.Failed;
    }

    private static string ComeBack(ReleaseSettings settings, string id)
        => $"platform release --platform {settings.Platform} --url {settings.Url} --id {id}";

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
