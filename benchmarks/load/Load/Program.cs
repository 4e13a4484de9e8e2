using System.CommandLine;
using System.CommandLine.Parsing;
using WxYarpGateway.Load;
using WxYarpGateway.Load.Growth;
using WxYarpGateway.Load.Platforms;
using WxYarpGateway.Load.Scaling;

var quick = new Option<bool>("--quick") { Description = "One short round of each case: a look, no measurement." };
var only = new Option<string[]>(
    "--case")
{
    Description = "Only the case of this name, or else all whose names contain this; may be repeated.",
    AllowMultipleArgumentsPerToken = true,
};
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
var reloads = new Option<bool>("--reloads")
{
    Description = "Instead of the cases: what a reload of 10,000 services does to other pushes; also a part of --growth."
};
var scaling = new Option<bool>("--scaling")
{
    Description = "Instead of the cases: one, two and three replicas behind nginx with one Redis.",
};
var platform = new Option<bool>("--platform")
{
    Description = "Instead of the cases: a push of one of a platform's 10,000 accounts beside a service's, and what records cost.",
};
var rounds = new Option<int?>("--rounds") { Description = "How many rounds each case has." };
var seconds = new Option<int?>("--seconds") { Description = "How long a round is." };
var together = new Option<bool>("--together")
{
    Description = "All contenders of a case are under load at once, not in turn: for ratios of processor time on a machine that does more.",
};
var build = new Option<DirectoryInfo?>(
    "--gateway")
{ Description = "The folder of the release build to measure, in place of this repository's." };
var beside = new Option<Build[]>("--beside")
{
    Description = "NAME=FOLDER: another release build of the gateway, measured in the same rounds; may be repeated.",
    CustomParser = result => Each(result, Build.Parse),
};
var peers = new Option<Peer[]>("--peer")
{
    Description = "NAME=URL,PID: another gateway, which runs already, measured in the same rounds of the cases that it can take part " +
        "in; may be repeated.",
    CustomParser = result => Each(result, Peer.Parse),
};
var port = new Option<int?>("--backend-port") { Description = "The port of the static backend, so that a peer can be configured for it." };
var root = new RootCommand(
    "Measures the gateway beside bare YARP: CPU a message, throughput, latency, memory. Files are relative to the repository.") { quick,
        only, rounds, seconds, together, build, beside, peers, port, growth, minutes, reloads, scaling, platform, markdown, picture };
root.SetAction(async (arguments, cancellationToken) =>
{
    var isQuick = arguments.GetValue(quick);
    var pace = (isQuick ? Pace.Quick : Pace.Full).With(arguments.GetValue(rounds), arguments.GetValue(seconds));
    pace = arguments.GetValue(together) ? pace.Together() : pace;
    var names = arguments.GetValue(only) ?? [];
    var tables = arguments.GetValue(markdown);
    await using var workshop = await Workshop.OpenAsync(arguments.GetValue(port), cancellationToken);
    var entrants = new Entrants(
        arguments.GetValue(build) is { } folder ? workshop.Gateway with { Folder = folder.FullName } : workshop.Gateway,
        arguments.GetValue(beside) ?? [], arguments.GetValue(peers) ?? []);
    if (arguments.GetValue(growth))
    {
        var length = arguments.GetValue(minutes) ?? (isQuick ? 0 : 10);
        return await GrowAsync(workshop, pace, length, tables, cancellationToken);
    }

    if (arguments.GetValue(reloads))
    {
        return await ReloadAsync(workshop, entrants, tables, cancellationToken);
    }

    if (arguments.GetValue(platform))
    {
        return await MeasurePlatformAsync(workshop, pace, entrants, tables, cancellationToken);
    }

    return arguments.GetValue(scaling) ? await ScaleAsync(workshop, entrants.Gateway, pace, tables, cancellationToken)
        : await CompareAsync(workshop, pace, entrants, names, tables, arguments.GetValue(picture), cancellationToken);
});
return await root.Parse(args).InvokeAsync();

static T[] Each<T>(ArgumentResult result, Func<string, T?> parse)
    where T : class
{
    var parsed = new List<T>();
    foreach (var token in result.Tokens)
    {
        if (parse(token.Value) is { } one)
        {
            parsed.Add(one);
        }
        else
        {
            result.AddError($"'{token.Value}' has not the form that --help shows.");
        }
    }

    return [.. parsed];
}

static async Task<int> CompareAsync(
    Workshop workshop, Pace pace, Entrants entrants, string[] names, FileInfo? markdown, FileInfo? picture,
    CancellationToken cancellationToken)
{
    var report = new Report(pace, entrants.HasOthers);
    report.Begin();
    var outcomes = new List<Outcome>();
    foreach (var one in Cases.Named(names))
    {
        outcomes.Add(await Duel.RunAsync(workshop, one, pace, entrants, cancellationToken));
        report.Add(outcomes[^1]);
    }

    if (outcomes.Count == 0)
    {
        Console.Error.WriteLine($"No case has such a name. There are: {string.Join("; ", Cases.All.Select(one => one.Name))}.");
        return 2;
    }

    if (markdown is not null)
    {
        await report.Table.WriteAsync(markdown, "load", cancellationToken);
    }

    if (picture is not null)
    {
        await File.WriteAllTextAsync(picture.FullName, Picture.Draw(outcomes), cancellationToken);
    }

    return outcomes.Sum(outcome => outcome.Gateway.Rounds.Sum(round => round.Errors)) == 0 ? 0 : 1;
}

static async Task<int> GrowAsync(Workshop workshop, Pace pace, int minutes, FileInfo? markdown, CancellationToken cancellationToken)
{
    using var pusher = new Pusher();
    var table = new Table().Line($"{Machine.Describe()}. {pace.Description}").Line("");
    await new Beginning(workshop, pusher).MeasureAsync(table, cancellationToken);
    var errors = await new ManyServices(workshop, pusher, pace).MeasureAsync(table, cancellationToken);
    errors += await new Reloads(workshop, pusher, [workshop.Gateway]).MeasureAsync(table, cancellationToken);
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

static async Task<int> ReloadAsync(Workshop workshop, Entrants entrants, FileInfo? markdown, CancellationToken cancellationToken)
{
    using var pusher = new Pusher();
    var table = new Table().Line($"{Machine.Describe()}.").Line("");
    var errors = await new Reloads(workshop, pusher, [entrants.Gateway, .. entrants.Beside]).MeasureAsync(table, cancellationToken);
    if (markdown is not null)
    {
        await table.WriteAsync(markdown, "reloads", cancellationToken);
    }

    return errors == 0 ? 0 : 1;
}

static async Task<int> MeasurePlatformAsync(
    Workshop workshop, Pace pace, Entrants entrants, FileInfo? markdown, CancellationToken cancellationToken)
{
    var table = new Table().Line($"{Machine.Describe()}. {pace.Description}").Line("");
    var errors = await new PlatformCosts(workshop, pace, entrants).MeasureAsync(table, cancellationToken);
    if (markdown is not null)
    {
        await table.WriteAsync(markdown, "platform", cancellationToken);
    }

    return errors == 0 ? 0 : 1;
}

static async Task<int> ScaleAsync(Workshop workshop, Build build, Pace pace, FileInfo? markdown, CancellationToken cancellationToken)
{
    var table = new Table().Line($"{Machine.Describe()}. {pace.Description}").Line("");
    var errors = await new Scaled(workshop, build, pace).MeasureAsync(table, cancellationToken);
    if (markdown is not null)
    {
        await table.WriteAsync(markdown, "scaling", cancellationToken);
    }

    return errors == 0 ? 0 : 1;
}
