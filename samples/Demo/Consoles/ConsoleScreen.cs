namespace WxYarpGateway.Demo.Consoles;

/// <summary>Says where the console is; says nothing when the demo runs without one.</summary>
internal sealed class ConsoleScreen(Printout printout, GatewayConsole? console)
{
    /// <summary>
    /// Starts the console. That takes a machine of two cores about as long as all the rest, so the gateway starts first, and the console
    /// beside what is shown then.
    /// </summary>
    public void Begin() => console?.Start();

    /// <summary>Shows in one line that the console answers; returns whether it does.</summary>
    public async Task<bool> ShowThatItAnswersAsync(CancellationToken cancellationToken)
    {
        if (console is null)
        {
            return true;
        }

        var (isRight, words) = await console.AnswersAsync(cancellationToken);
        printout.Write($"    {(isRight ? '✔' : '✘')} {words}", "");
        return isRight;
    }

    /// <summary>Invites to the console: with its address, and a link to sign in for the first time.</summary>
    public async Task InviteAsync(CancellationToken cancellationToken)
    {
        if (console is null)
        {
            return;
        }

        try
        {
            var link = await console.LinkAsync(cancellationToken);
            printout.Write(
                $"  The console is at {console.Address}. Within 15 minutes, choose a name and a password for it at",
                $"    {link}",
                "");
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            printout.Write($"  The console did not start: {exception.Message}", "");
        }
    }
}
