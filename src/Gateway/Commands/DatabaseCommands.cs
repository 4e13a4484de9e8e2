using System.CommandLine;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Upkeep;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>The verbs below <c>database</c>. Each works on the configured database, while gateways run or not.</summary>
internal static class DatabaseCommands
{
    /// <summary>Returns the command.</summary>
    public static Command Create(GatewayEnvironment environment, BuildGateway build)
    {
        return new Command("database", "Commands for the database of platforms, logins and records.")
        {
            Without("status", "Tells what the database has, and changes nothing. The exit code is 0 when a gateway can start with it.", Status),
            Without("migrate", "Updates the tables to this version's.", MigrateAsync),
            With("backup", "Backs a SQLite database up, without its key.", "The file; without one, one in the data folder.", BackUpAsync),
            Without("verify", "Reads everything that is encrypted, and checks a SQLite file.", VerifyAsync),
            Without("rotate-key", "Encrypts everything with Gateway:Database:Key that one of PreviousKeys did.", RotateAsync),
            With(
                "export-vault",
                "Writes the authorizers with their refresh tokens into a file, encrypted with the key.",
                "The file.",
                ExportAsync),
            With(
                "import-vault",
                "Takes authorizers from such a file, or from one of tools/PlatformImport; what is there stays.",
                "The file.",
                ImportAsync),
        };

        Command Without(string name, string description, Func<DatabaseCare, InvocationConfiguration, CancellationToken, Task<int>> run)
        {
            var command = new Command(name, description);
            command.SetSettingsAction((parsed, settings, cancellationToken) => DatabaseCommand.RunAsync(
                build(environment, environment.JsonFiles(), [DatabaseCommand.Quiet, .. settings]),
                parsed.InvocationConfiguration,
                care => run(care, parsed.InvocationConfiguration, cancellationToken)));
            return command;
        }

        Command With(
            string name,
            string description,
            string about,
            Func<DatabaseCare, string?, InvocationConfiguration, CancellationToken, Task<int>> run)
        {
            var command = new Command(name, description);
            command.SetFileAction(about, (parsed, settings, file, cancellationToken) => DatabaseCommand.RunAsync(
                build(environment, environment.JsonFiles(), [DatabaseCommand.Quiet, .. settings]),
                parsed.InvocationConfiguration,
                care => run(
                    care,
                    file is null ? null : Path.GetFullPath(file, environment.WorkingFolder),
                    parsed.InvocationConfiguration,
                    cancellationToken)));
            return command;
        }
    }

    private static async Task<int> Status(DatabaseCare care, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var report = await care.ReportAsync(cancellationToken);
        console.Output.WriteLine($"database: {report.Kind}, {report.Place}{(report.IsThere ? "" : " (not there yet)")}");
        if (report.IsThere)
        {
            console.Output.WriteLine($"migrations: {report.Applied.Count} applied, {report.Pending.Count} pending");
        }

        Print("  pending", report.Pending);
        Print("  of a newer version", report.Unknown);
        if (report.Applied.Count > 0)
        {
            console.Output.WriteLine($"key: {report.KeyProblem ?? "is the database's"}");
        }

        if (care.Kind == DatabaseKind.Sqlite)
        {
            console.Output.WriteLine($"last backup: {report.LastBackup ?? "none"}");
        }

        return report.Unknown.Count > 0 || report.KeyProblem is not null ? StartupErrors.Failed : 0;

        void Print(string what, IReadOnlyList<string> migrations)
        {
            if (migrations.Count > 0)
            {
                console.Output.WriteLine($"{what}: {string.Join(", ", migrations)}");
            }
        }
    }

    private static async Task<int> MigrateAsync(DatabaseCare care, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var applied = await care.MigrateAsync(cancellationToken);
        console.Output.WriteLine($"migrations applied: {applied}");
        return 0;
    }

    private static async Task<int> BackUpAsync(
        DatabaseCare care, string? file, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (care.Kind != DatabaseKind.Sqlite)
        {
            console.Error.WriteLine(BackupDesk.OfPostgreSql);
            return StartupErrors.Failed;
        }

        console.Output.WriteLine($"backup: {await care.BackUpAsync(file, cancellationToken)}");
        console.Output.WriteLine("It is of no use without the database's key, which is not in it: keep the key elsewhere.");
        return 0;
    }

    private static async Task<int> VerifyAsync(DatabaseCare care, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var result = await care.VerifyAsync(cancellationToken);
        console.Output.WriteLine(
            $"encrypted with the current key: {result.Current}; with a previous one: {result.Previous}; "
            + $"problems: {result.Problems.Values.Sum()}");
        return PrintProblems(result.Problems, console);
    }

    private static async Task<int> RotateAsync(DatabaseCare care, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var result = await care.RotateKeyAsync(cancellationToken);
        console.Output.WriteLine(
            $"encrypted with the current key now: {result.Changed}; already: {result.Current}; problems: {result.Problems.Values.Sum()}");
        return PrintProblems(result.Problems, console);
    }

    private static async Task<int> ExportAsync(
        DatabaseCare care, string? file, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            console.Error.WriteLine("Name the file to write, such as: database export-vault vault-2026-12-01.txt");
            return StartupErrors.Failed;
        }

        console.Output.WriteLine($"authorizers exported: {await care.ExportVaultAsync(file, cancellationToken)}");
        console.Output.WriteLine("The file is of no use without the database's key, which is not in it: keep the key elsewhere.");
        return 0;
    }

    private static async Task<int> ImportAsync(
        DatabaseCare care, string? file, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            console.Error.WriteLine("Name the file to read, such as: database import-vault vault-2026-12-01.txt");
            return StartupErrors.Failed;
        }

        var result = await care.ImportVaultAsync(file, cancellationToken);
        console.Output.WriteLine(
            $"authorizers added: {result.Added}; refresh tokens added: {result.Completed}; left as they were: {result.Left}");
        if (result.Tickets + result.Records + result.RecordsLeft > 0)
        {
            console.Output.WriteLine(
                $"tickets taken: {result.Tickets}; records added: {result.Records}; records that were there: {result.RecordsLeft}");
        }

        return 0;
    }

    private static int PrintProblems(IReadOnlyDictionary<string, long> problems, InvocationConfiguration console)
    {
        foreach (var (problem, times) in problems)
        {
            console.Error.WriteLine(times == 1 ? problem : $"{times} times: {problem}");
        }

        return problems.Count > 0 ? StartupErrors.Failed : 0;
    }
}
