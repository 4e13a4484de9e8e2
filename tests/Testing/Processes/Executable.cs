using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Testing.Processes;

/// <summary>An executable, mostly one of ours, as a real process, with what it prints.</summary>
public sealed partial class Executable : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Executable(Process process)
    {
        _process = process;
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int ProcessId => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>Gets how much memory it holds now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts an executable by the name of its project.</summary>
    public static Executable Start(
        string project, string workingDirectory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        return StartAssembly(AssemblyOf(project), workingDirectory, environment, arguments);
    }

    /// <summary>Returns the file of an executable by the name of its project, as it was built beside this one.</summary>
    public static string AssemblyOf(string project)
    {
        // …/artifacts/bin/<this project>/debug/ → …/artifacts/bin/<project>/debug/
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, $"WxYarpGateway.{project}.dll"));
    }

    /// <summary>Starts an executable by its file.</summary>
    public static Executable StartAssembly(
        string assembly, string workingDirectory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // A shell has what it runs in the background ignore SIGINT, and so would all that these tests start there.
        return StartCommand("env", ["--default-signal=INT", "dotnet", assembly, .. arguments], workingDirectory, environment);
    }

    /// <summary>Starts any command, such as one of another language.</summary>
    public static Executable StartCommand(
        string command, IReadOnlyList<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var executable = new Executable(new Process { StartInfo = start });
        executable._process.OutputDataReceived += executable.Print;
        executable._process.ErrorDataReceived += executable.Print;
        executable._process.Start();
        executable._process.BeginOutputReadLine();
        executable._process.BeginErrorReadLine();
        return executable;
    }

    /// <summary>Runs an executable to its end.</summary>
    public static async Task<Executable> RunAsync(
        string project, string workingDirectory, CancellationToken cancellationToken, params string[] arguments)
    {
        var executable = Start(project, workingDirectory, new Dictionary<string, string>(), arguments);
        await executable.ExitAsync(cancellationToken);
        return executable;
    }

    /// <summary>Waits for a text in what it prints.</summary>
    public Task PrintsAsync(string text, CancellationToken cancellationToken, TimeSpan? timeout = null)
        => Eventually.HoldsAsync(() => Output.Contains(text, StringComparison.Ordinal) || _process.HasExited, $"'{text}' was printed",
            cancellationToken, timeout);

    /// <summary>Waits until it listens, and returns where.</summary>
    public async Task<Uri> ListensAsync(CancellationToken cancellationToken)
    {
        await Eventually.HoldsAsync(() => ListeningOn().IsMatch(Output) || _process.HasExited, "it listened", cancellationToken);
        var match = ListeningOn().Match(Output);
        return match.Success ? new Uri(match.Groups[1].Value)
            : throw new InvalidOperationException($"It does not listen. It printed: {Output}");
    }

    /// <summary>Asks it to stop, as an orchestrator does, and waits until it has.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("TERM", cancellationToken);
        await ExitAsync(cancellationToken);
    }

    /// <summary>Sends it a signal.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Kills it, as the kernel does when memory is short: nothing of it runs any more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill(entireProcessTree: true);
        await ExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>Waits until it has ended by itself; by default so long that only a process that hangs takes it, on any machine.</summary>
    public async Task ExitAsync(CancellationToken cancellationToken, TimeSpan? timeout = null)
        => await _process.WaitForExitAsync(cancellationToken).WaitAsync(timeout ?? TimeSpan.FromMinutes(3), cancellationToken);

    private void Print(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }

    [GeneratedRegex(@"(http://127\.0\.0\.1:[1-9]\d*)")]
    private static partial Regex ListeningOn();
}
