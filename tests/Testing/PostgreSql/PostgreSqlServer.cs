using System.Diagnostics;
using System.Globalization;
using Npgsql;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Testing.PostgreSql;

/// <summary>
/// A real PostgreSQL server on a free port, which a test can stop, start again and freeze. It is fast since it never waits for the disk, so
/// only a loss of power would lose something.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    // Debian keeps the programs of each version apart, and mostly off the path.
    private const string DebianFolder = "/usr/lib/postgresql";

    // The server refuses to run as root; Debian's package makes this user.
    private const string User = "postgres";

    // The server lives as long as the pipe to its shell: it ends with the tests however they end.
    private const string Keeper = "\"$@\" >\"$0\" 2>&1 & echo $!; cat >/dev/null; kill -QUIT $!; wait $!";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private Process? _keeper;
    private int _processId;

    private PostgreSqlServer()
    {
    }

    /// <summary>Gets the port.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>Gets the folder that it works in.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("postgresql-").FullName;

    /// <summary>The connection string of the database that always exists.</summary>
    public string ConnectionString
        => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={User};Database=postgres");

    private string Cluster => Path.Combine(Folder, "cluster");

    /// <summary>Makes a server and starts it.</summary>
    public static async Task<PostgreSqlServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new PostgreSqlServer();
        await server.MakeAsync(cancellationToken);
        await server.RunAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts the server again, on the same port and with what it had.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _keeper = Process.Start(AsUser(
            "/bin/sh", "-c", Keeper, Path.Combine(Folder, "log"),
            Program("postgres"), "-D", Cluster, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", Folder,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off",
            "-c", "max_connections=300", "-c", "shared_buffers=64MB"))!;
        _processId = int.Parse((await _keeper.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);
        await Eventually.HoldsAsync(IsThereAsync, "postgres answered (is it installed?)", cancellationToken, StartLimit);
    }

    /// <summary>Kills the server and all its connections; a new start recovers what was committed.</summary>
    public async Task StopAsync()
    {
        if (_keeper is { } keeper)
        {
            _keeper = null;
            keeper.StandardInput.Close();
            await keeper.WaitForExitAsync();
            keeper.Dispose();
        }
    }

    /// <summary>Freezes the server: connections stay, nothing is answered.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets a frozen server go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            // A frozen one would not hear that it is to end.
            await ThawAsync();
        }

        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Returns the path of one of PostgreSQL's programs, of the newest version that Debian has installed.</summary>
    public static string Program(string name)
        => Directory.Exists(DebianFolder)
            ? Directory.GetDirectories(DebianFolder)
                .OrderByDescending(VersionOf)
                .Select(version => Path.Combine(version, "bin", name))
                .FirstOrDefault(File.Exists) ?? name
            : name;

    private static double VersionOf(string folder)
        => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await DoneAsync(new ProcessStartInfo("chown", [User, Folder]), cancellationToken);
        }

        await DoneAsync(
            AsUser(Program("initdb"), "-D", Cluster, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            cancellationToken);
    }

    private static ProcessStartInfo AsUser(params IReadOnlyList<string> words)
    {
        words = Environment.IsPrivilegedProcess ? ["runuser", "-u", User, "--", .. words] : words;
        return new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
    }

    private static async Task DoneAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} failed: {await errors}");
        }
    }

    private async Task SignalAsync(string signal)
    {
        // Each connection has a process of its own, a child of the first.
        var children = await File.ReadAllTextAsync($"/proc/{_processId}/task/{_processId}/children");
        string[] processes =
            [_processId.ToString(CultureInfo.InvariantCulture), .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        foreach (var process in processes)
        {
            // A connection may have ended just now.
            using var kill = Process.Start(new ProcessStartInfo("kill", ["-" + signal, process]) { RedirectStandardError = true })!;
            await kill.WaitForExitAsync();
        }
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=5");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
