using WxYarpGateway.Chaos.Audits;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Faults;
using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Platforms;
using WxYarpGateway.Chaos.Printing;
using WxYarpGateway.Chaos.Stage;
using WxYarpGateway.Chaos.Traffic;

namespace WxYarpGateway.Chaos;

/// <summary>One run: traffic all the time, faults by the plan, then quiet, then the books.</summary>
internal sealed class ChaosRun(ChaosOptions options, Screen screen)
{
    private const int SettledLooks = 5;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private const int WarmPushes = 20;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Warm = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs, prints, and returns whether the books balance.</summary>
    public async Task<bool> RunAsync()
    {
        var plan = options.SharesNothing ? [] : FaultPlan.Draw(options.Seed, options.Length, options.Between);
        screen.Plan(options, plan);

        var journal = new Journal();
        await using var stage = await ChaosStage.StartAsync(
            journal, new GatewayProgram(options.Gateway, FaultPlan.SkewedReplica(plan)), options.SharesNothing);
        var balance = new Balance();
        await using (var watch = new Watch(stage, journal))
        await using (var machine = new MachineWatch(stage, journal))
        {
            watch.Start();
            machine.Start(onlyItself: options.IsStrict);
            using var traffic = new WeChatTraffic(stage, journal, options);
            var messages = traffic.RunAsync();
            var platform = new PlatformTraffic(stage, journal, options.Seed);
            await platform.BeginAsync();
            var authorizations = platform.RunAsync();
            await WarmUpAsync(journal);
            using (var faults = new FaultRunner(stage, journal, (fault, began, seen) => screen.Fault(journal, fault, began, seen)))
            {
                await ShowWhileAsync(faults.RunAsync(plan), journal, traffic, faults);
            }

            await Task.Delay(options.SharesNothing ? options.Length : Quiet);
            traffic.Stop();
            platform.Stop();
            await Task.WhenAll(messages, authorizations);
            await SettleAsync(stage, journal);
        }

        var queued = await new RedeliveryQueue(stage).CountAsync();
        await Task.WhenAll(stage.AllReplicas.Select(replica => replica.TerminateAsync()));
        await new VaultProof(stage).RunAsync(balance);
        ReadLateReplies(stage, journal);
        Audit(stage, journal, balance, queued);
        var busy = journal.Troubles.Where(trouble => trouble.Kind == TroubleKind.MachineBusy).Select(
            trouble => (int)trouble.From.TotalSeconds).Distinct().Count();
        var stalls = journal.Troubles.Where(trouble => trouble.Kind == TroubleKind.WeChatStalled).Select(
            trouble => trouble.To - trouble.From).ToList();
        balance.Tell(
            "seconds in which this machine was too busy", options.IsStrict ? "not excused" : $"{busy} of {journal.Now.TotalSeconds:0}");
        balance.Tell(
            "this process itself stood still", $"{stalls.Count} times, the longest {stalls.DefaultIfEmpty().Max().TotalMilliseconds:0} ms");
        balance.Tell("faults", string.Join(
            ", ", plan.GroupBy(fault => fault.Kind).OrderBy(group => group.Key).Select(group => $"{group.Key} {group.Count()}")));
        screen.Verdict(options, balance);
        if (options.KeepsLogs)
        {
            KeepLogs(stage);
        }

        return balance.Findings.Count == 0;
    }

    /// <summary>Waits until the gateways have run through their code once: what is cold is slow by itself.</summary>
    private async Task WarmUpAsync(Journal journal)
    {
        var began = journal.Now;
        while (journal.Now - began < LongestWarmUp
            && !journal.Pushes.Reverse().Take(WarmPushes).Where(push => push.Elapsed < Warm).Skip(WarmPushes - 1).Any())
        {
            await Task.Delay(Look);
        }

        screen.Line($"  {journal.Now.TotalSeconds,6:0.0} s  all is up; here the plan begins");
    }

    private async Task ShowWhileAsync(Task faults, Journal journal, WeChatTraffic traffic, FaultRunner runner)
    {
        while (!faults.IsCompleted)
        {
            screen.Progress(
                $"  {journal.Now.TotalSeconds,6:0.0} s  {traffic.Started} messages, {traffic.UnderWay} under way, {journal.Pushes.Count} " +
                    $"pushes, {runner.UnderWay} faults under way ");
            await Task.WhenAny(faults, Task.Delay(Look));
        }

        await faults;
    }

    /// <summary>Waits until nothing is under way any more: no late reply is awaited, and all that was taken is answered.</summary>
    private async Task SettleAsync(ChaosStage stage, Journal journal)
    {
        var began = journal.Now;
        var looks = 0;
        while (looks < SettledLooks && journal.Now - began < options.Timeout)
        {
            await Task.Delay(Look);
            var following = await Task.WhenAll(stage.AllReplicas.Select(stage.Desk.LateRepliesAsync));
            looks = following.All(count => count == 0) && await IsQueueAtRestAsync(stage) && await IsPlatformAtRestAsync(stage)
                ? looks + 1 : 0;
            screen.Progress($"  {journal.Now.TotalSeconds,6:0.0} s  settling: {string.Join(", ", following)} late replies awaited ");
        }

        screen.Line($"  {journal.Now.TotalSeconds,6:0.0} s  no more faults; settled after {(journal.Now - began).TotalSeconds:0.0} s");
    }

    private static async Task<bool> IsQueueAtRestAsync(ChaosStage stage) => await new RedeliveryQueue(stage).CountAsync() is null or 0;

    private static async Task<bool> IsPlatformAtRestAsync(ChaosStage stage)
    {
        var desk = new PlatformDesk(stage);
        var areAtRest = await Task.WhenAll(stage.AllReplicas.Select(desk.IsAtRestAsync));
        if (areAtRest.All(isAtRest => isAtRest))
        {
            return true;
        }

        await desk.EndWaitingAsync();
        return false;
    }

    private static void ReadLateReplies(ChaosStage stage, Journal journal)
    {
        foreach (var sent in stage.WeChat.SentMessages.All)
        {
            if (MessageText.NumberIn(sent.Text ?? "") is { } number)
            {
                journal.StoryOf(number).LateReplySender.Enqueue(journal.At(sent.SentAt));
            }
        }
    }

    private static void Audit(ChaosStage stage, Journal journal, Balance balance, int? queued)
    {
        HashSet<string> unspeakable =
            [.. stage.Secrets, .. stage.Platform.Secrets, GatewayFile.Key, MessageText.Mark, MessageText.OpenIdMark];
        var logs = stage.AllReplicas.SelectMany(replica => replica.Processes).Select(
            process => LogReading.Of(process, unspeakable)).ToList();
        var lost = new Dictionary<string, string>(logs.SelectMany(log => log.LostReplies).DistinctBy(line => line.Key));
        var store = new StoreTroubles(journal);
        new AnswerAudit(journal).Run(balance);
        new DeliveryAudit(journal, store).Run(balance, queued);
        new ReplyAudit(journal, store, lost).Run(balance);
        new TokenAudit(journal, store).Run(balance);
        new PlatformAudit(stage, journal, store).Run(balance);
        new ProcessAudit(journal, logs).Run(balance);
        foreach (var finding in journal.Findings)
        {
            balance.Find(finding);
        }
    }

    private void KeepLogs(ChaosStage stage)
    {
        var folder = Directory.CreateTempSubdirectory("chaos-logs-").FullName;
        foreach (var process in stage.AllReplicas.SelectMany(replica => replica.Processes))
        {
            File.WriteAllText(
                Path.Combine(folder, $"replica-{process.Replica}-from-{process.Began.TotalSeconds:0}.log"), process.Executable.Output);
        }

        screen.Line($"Logs: {folder}");
    }
}
