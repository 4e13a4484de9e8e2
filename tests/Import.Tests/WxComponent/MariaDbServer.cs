using System.Diagnostics;
using System.Globalization;
using MySqlConnector;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Import.Tests.WxComponent;

/// <summary>
/// A real MariaDB server on a free port, without accounts: it takes any user and password. The tests of a project share it, each with a
/// database of its own.
/// </summary>
public sealed class MariaDbServer : IAsyncLifetime
{
    // The server refuses to run as root; Debian's package makes this user.
    private const string User = "mysql";

    // The server lives as long as the pipe to its shell: it ends with the tests however they end.
    private const string Keeper = "\"$@\" >\"$0\" 2>&1 & echo $!; cat >/dev/null; kill -KILL $!; wait $!";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("mariadb-").FullName;
    private Process? _keeper;

    /// <summary>Gets the port.</summary>
    public int Port { get; } = FreePort.Next();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Returns the connection string of a database.</summary>
    public string Named(string database, string password = "")
        => string.Create(CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={Port};User ID=wx;Password={password};Database={database}");

    /// <summary>Makes a database, and runs statements in it with the lax mode in which a date of zeros is one.</summary>
    public async Task<string> CreateAsync(params IReadOnlyList<string> statements)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await RunAsync("", [$"CREATE DATABASE {name} CHARACTER SET utf8"]);
        await RunAsync(name, ["SET SESSION sql_mode = '', time_zone = '+00:00'", .. statements]);
        return name;
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await DoneAsync(new ProcessStartInfo("chown", [User, _folder]));
        }

        await DoneAsync(AsUser("mariadb-install-db", "--no-defaults", $"--datadir={Data}", "--skip-test-db"));
        _keeper = Process.Start(AsUser(
            "/bin/sh", "-c", Keeper, Path.Combine(_folder, "log"),
            "/usr/sbin/mariadbd", "--no-defaults", $"--datadir={Data}", string.Create(CultureInfo.InvariantCulture, $"--port={Port}"),
            $"--socket={Path.Combine(_folder, "socket")}", "--bind-address=127.0.0.1", "--skip-grant-tables", "--skip-name-resolve",
            "--default-time-zone=+00:00",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"))!;
        await _keeper.StandardOutput.ReadLineAsync(Cancelled);
        await Eventually.HoldsAsync(IsThereAsync, "mariadbd answered (is it installed?)", Cancelled, StartLimit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_keeper is { } keeper)
        {
            keeper.StandardInput.Close();
            await keeper.WaitForExitAsync(CancellationToken.None);
            keeper.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(string database, IReadOnlyList<string> statements)
    {
        await using var connection = new MySqlConnection(Named(database) + ";Pooling=false");
        await connection.OpenAsync(Cancelled);
        foreach (var statement in statements)
        {
#pragma warning disable CA2100 // They are the tests' own.
            await using var command = new MySqlCommand(statement, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(Cancelled);
        }
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            await RunAsync("", []);
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
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

    private static async Task DoneAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} failed: {await errors}");
        }
    }
}
