using System.CommandLine;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Audits;
using WxYarpGateway.Console.Access.Links;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Commands;

/// <summary>The verbs below <c>admin</c>. Each works on the configured database, while consoles run or not.</summary>
internal static class AdminCommands
{
    private static readonly string Life = $"It is good once, for {OneTimeLinks.Life.TotalMinutes:0} minutes.";

    /// <summary>Returns the command.</summary>
    public static Command Create(ConsoleEnvironment environment, BuildConsole build)
    {
        return new Command("admin", "Commands for the accounts of the console.")
        {
            Of("list", "Lists the accounts.", takesName: false, (care, _, streams, cancelled) => ListAsync(care, streams, cancelled)),
            Of("add", "Adds an admin, and prints a link to set the password.", takesName: true, AddAsync),
            Of("reset", "Lets an account begin anew: prints a link to set another password, and ends its sessions.", true, ResetAsync),
            Of("revoke", "Bars an account from signing in until 'admin reset', and ends its sessions.", takesName: true, RevokeAsync),
        };

        Command Of(
            string verb,
            string description,
            bool takesName,
            Func<AccountCare, string, InvocationConfiguration, CancellationToken, Task<string?>> run)
        {
            var command = new Command(verb, description);
            var name = new Argument<string>("name") { Description = "The name of the account." };
            if (takesName)
            {
                command.Add(name);
            }

            command.SetSettingsAction((parsed, settings, cancellationToken) => RunAsync(
                build(environment, settings),
                parsed.InvocationConfiguration,
                verb,
                takesName ? parsed.GetValue(name)! : "",
                run,
                cancellationToken));
            return command;
        }
    }

    private static async Task<int> RunAsync(
        WebApplication app,
        InvocationConfiguration streams,
        string verb,
        string name,
        Func<AccountCare, string, InvocationConfiguration, CancellationToken, Task<string?>> run,
        CancellationToken cancellationToken)
    {
        await using (app)
        {
            if (await Preparation.RunAsync(app, streams.Error, cancellationToken) is { } failed)
            {
                return failed;
            }

            var problem = await run(app.Services.GetRequiredService<AccountCare>(), name, streams, cancellationToken);
            if (name.Length > 0)
            {
                await app.Services.GetRequiredService<AuditStore>().WriteAsync(
                    "(command line)", null, $"account.{verb}", name, problem is null ? null : $"refused: {problem}", cancellationToken);
            }

            if (problem is null)
            {
                return 0;
            }

            streams.Error.WriteLine(Said(problem, name));
            return StartupErrors.Failed;
        }
    }

    private static async Task<string?> ListAsync(AccountCare care, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        foreach (var account in await care.ListAsync(cancellationToken))
        {
            var state = account switch
            {
                { RevokedAt: not null } => "revoked",
                { HasPassword: false, IsExternal: false } => "without a password",
                _ => "active",
            };
            streams.Output.WriteLine($"{account.Name}: {account.Role}, {state}, sessions: {account.Sessions}");
        }

        return null;
    }

    private static async Task<string?> AddAsync(
        AccountCare care, string name, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var (problem, link) = await care.AddAsync(name, Roles.Admin, cancellationToken);
        PrintLink(link, streams);
        return problem;
    }

    private static async Task<string?> ResetAsync(
        AccountCare care, string name, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var (problem, link) = await care.ResetAsync(name, cancellationToken);
        PrintLink(link, streams);
        return problem;
    }

    private static async Task<string?> RevokeAsync(
        AccountCare care, string name, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var problem = await care.RevokeAsync(name, mayBeLast: true, cancellationToken);
        if (problem is null)
        {
            streams.Output.WriteLine(
                $"{name} may not sign in, by password or OIDC, until 'admin reset {name}' lets it begin anew; its sessions have ended.");
        }

        return problem;
    }

    private static void PrintLink(Uri? link, InvocationConfiguration streams)
    {
        if (link is not null)
        {
            streams.Output.WriteLine($"Set the password at {link.AbsoluteUri}");
            if (link.Port == 0)
            {
                streams.Output.WriteLine("Console:Urls leaves the port to the system: put the one that the console printed for the 0.");
            }

            streams.Output.WriteLine(Life);
        }
    }

    private static string Said(string problem, string name) => problem switch
    {
        "BadName" => $"'{name}' is no name: it has 1 to 64 characters, and no spaces around.",
        "Taken" => $"There is an account '{name}' already; 'admin reset {name}' gives it another password.",
        "NoAccount" => $"There is no account '{name}'; 'admin list' lists all.",
        _ => $"The account '{name}' cannot be changed ({problem}); try again.",
    };
}
