using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Processes;

/// <summary>Runs what an image runs, without Docker: nowhere to write, nobody's user, no rights to gain, no home, no environment.</summary>
internal static class Confinement
{
    // Without the right to make a namespace, being nobody (or who runs the tests) in a folder of somebody else's has to do. Devices stay
    // writable.
    private const string Confine = """
        confined=(setpriv --no-new-privs)
        [ "$(id -u)" -ne 0 ] || confined+=(--reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all)
        if [ "$1" = namespace ]; then
          while read -r _ place kind _; do
            case $kind in proc | sysfs | devpts | devtmpfs | mqueue | cgroup*) continue ;; esac
            mount -o bind,remount,ro "$place" || exit 99
          done < /proc/self/mounts
        fi
        shift
        exec "${confined[@]}" env -i PATH="$PATH" DOTNET_EnableDiagnostics=0 "$@"
        """;

    /// <summary>Starts an executable of ours by the name of its project, confined.</summary>
    public static Task<Executable> StartAsync(
        string project, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => StartCommandAsync(
            folder,
            [
                .. environment.Select(variable => $"{variable.Key}={variable.Value}"), "dotnet", Executable.AssemblyOf(project),
                .. arguments,
            ]);

    /// <summary>Starts any command, confined; variables may stand before it.</summary>
    public static async Task<Executable> StartCommandAsync(string folder, params string[] command)
    {
        // Others may look into it, and nobody but its owner write.
        await using (var open = Executable.StartCommand("chmod", ["755", folder], folder, new Dictionary<string, string>()))
        {
            await open.ExitAsync(TestContext.Current.CancellationToken);
        }

        var (unshare, mode) = await CanAsync(folder) ? (new[] { "unshare", "--mount" }, "namespace") : ([], "bare");
        string[] all = [.. unshare, "bash", "-c", Confine, "confine", mode, .. command];
        return Executable.StartCommand(all[0], all[1..], folder, new Dictionary<string, string>());
    }

    private static async Task<bool> CanAsync(string folder)
    {
        await using var attempt = Executable.StartCommand(
            "unshare", ["--mount", "bash", "-c", Confine, "confine", "namespace", "true"], folder, new Dictionary<string, string>());
        await attempt.ExitAsync(TestContext.Current.CancellationToken);
        return attempt.ExitCode == 0;
    }
}
