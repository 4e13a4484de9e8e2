using WxYarpGateway.MiniProgram;

// A mini program's backend, and a phone that uses it through the gateway. README.md has all the commands.
// dotnet run --project samples/MiniProgram -- backend    serves the shop on http://127.0.0.1:9000
// dotnet run --project samples/MiniProgram -- phone      plays a user, and exits: 0 when every answer was right
switch (args)
{
    case ["backend", .. var settings]:
        await Shop.Create(settings).RunAsync();
        return 0;

    case ["phone", .. var settings]:
        using (var phone = new Phone(PhoneOptions.Read(settings)))
        {
            return await PrintAsync(new Story(phone)) ? 0 : 1;
        }

    default:
        Console.Error.WriteLine("Say 'backend' or 'phone'.");
        return 2;
}

static async Task<bool> PrintAsync(Story story)
{
    var failures = 0;
    await foreach (var (step, fault) in story.PlayAsync(CancellationToken.None))
    {
        failures += fault is null ? 0 : 1;
        Console.WriteLine(fault is null ? $"  ok    {step.Name}" : $"  FAIL  {step.Name}: {fault}");
    }

    Console.WriteLine($"{story.Steps.Count - failures} of {story.Steps.Count} steps went as expected.");
    return failures == 0;
}
