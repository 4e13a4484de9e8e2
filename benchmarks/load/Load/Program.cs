using System.CommandLine;
using WxYarpGateway.Load;
using WxYarpGateway.Load.Growth;

var quick = new Option<bool>("--quick") { Description = "One short round of each case: a look, no measurement." };
var only = new Option<string[]>(
    "--case")
{ Description = "Only the cases whose names contain this; may be repeated.", AllowMultipleArgumentsPerToken = true };
var growth = new Option<bool>("--growth") { Description = "Instead of the cases: start-up, memory, up to 10,000 services, reloads." };
var minutes = new Option<int?>(
    "--minutes")
{ Description = "How long --growth keeps up the load to see whether memory grows: 10 by default, none with --quick." };
var markdown = new Option<FileInfo?>(
    "--markdown")
{
    Description = "A file for the tables: put between its marks <!-- table:load --> or <!-- table:growth --> and <!-- " +
        "/table --> when it has them."
};
var picture = new Option<FileInfo?>("--svg") { Description = "A file for a picture of the cases." };
var root = new RootCommand(
    "Measures the gateway beside bare YARP: CPU a message, throughput, latency, memory. Files are relative to the repository.") { quick,
        only, growth, minutes, markdown, picture };
root.SetAction(async (arguments, cancellationToken) =>
{
    var isQuick = arguments.GetValue(quick);
    var pace = isQuick ? Pace.Quick : Pace.Full;
    await using var workshop = await Workshop.OpenAsync(cancellationToken);
    return arguments.GetValue(growth)
        ? await GrowAsync(
            workshop, pace, arguments.GetValue(minutes) ?? (isQuick ? 0 : 10), arguments.GetValue(markdown), cancellationToken)
        : await CompareAsync(
            workshop, pace, arguments.GetValue(only) ?? [], arguments.GetValue(markdown), arguments.GetValue(picture), cancellationToken);
});
return await root.Parse(args).InvokeAsync();

static async Task<int> CompareAsync(
    Workshop workshop, Pace pace, string[] names, FileInfo? markdown, FileInfo? picture, CancellationToken cancellationToken)
{
    var table = Report.Head(pace);
    var outcomes = new List<Outcome>();
    foreach (var one in Cases.All.Where(
        one => names.Length == 0 || names.Any(name => one.Name.Contains(name, StringComparison.OrdinalIgnoreCase))))
    {
        outcomes.Add(await Duel.RunAsync(workshop, one, pace, cancellationToken));
        Report.Add(table, outcomes[^1]);
    }

    if (outcomes.Count == 0)
    {
        Console.Error.WriteLine($"No case has such a name. There are: {string.Join("; ", Cases.All.Select(one => one.Name))}.");
        return 2;
    }

    if (markdown is not null)
    {
        await table.WriteAsync(markdown, "load", cancellationToken);
    }

    if (picture is not null)
    {
        await File.WriteAllTextAsync(picture.FullName, Picture.Draw(outcomes), cancellationToken);
    }

    return outcomes.Sum(outcome => outcome.Gateway.Sum(round => round.Errors)) == 0 ? 0 : 1;
}

static async Task<int> GrowAsync(Workshop workshop, Pace pace, int minutes, FileInfo? markdown, CancellationToken cancellationToken)
{
    using var pusher = new Pusher();
    var table = new Table().Line($"{Machine.Describe()}. {pace.Description}").Line("");
    await new Beginning(workshop, pusher).MeasureAsync(table, cancellationToken);
    var errors = await new ManyServices(workshop, pusher, pace).MeasureAsync(table, cancellationToken);
    if (minutes > 0)
    {
        errors += await new Endurance(workshop, minutes).MeasureAsync(table, cancellationToken);
    }

    if (markdown is not null)
    {
        await table.WriteAsync(markdown, "growth", cancellationToken);
    }

    return errors == 0 ? 0 : 1;
}
