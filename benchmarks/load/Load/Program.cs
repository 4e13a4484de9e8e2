using System.CommandLine;
using WxYarpGateway.Load;

var quick = new Option<bool>("--quick") { Description = "One short round of each case: a look, no measurement." };
var only = new Option<string[]>("--case") { Description = "Only the cases whose names contain this; may be repeated.", AllowMultipleArgumentsPerToken = true };
var root = new RootCommand("Measures the gateway beside bare YARP: CPU a message, throughput, latency.") { quick, only };
root.SetAction(async (arguments, cancellationToken) =>
{
    var pace = arguments.GetValue(quick) ? Pace.Quick : Pace.Full;
    var names = arguments.GetValue(only) ?? [];
    var cases = Cases.All.Where(one => names.Length == 0 || names.Any(name => one.Name.Contains(name, StringComparison.OrdinalIgnoreCase))).ToList();
    await using var workshop = await Workshop.OpenAsync(cancellationToken);
    Report.Head();
    var errors = 0L;
    foreach (var one in cases)
    {
        var outcome = await Duel.RunAsync(workshop, one, pace, cancellationToken);
        Report.Print(outcome);
        errors += outcome.Gateway.Sum(round => round.Errors);
    }

    return errors == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
