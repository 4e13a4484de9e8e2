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
            return await new Story(phone, Console.Out).PlayAsync(CancellationToken.None) ? 0 : 1;
        }

    default:
        Console.Error.WriteLine("Say 'backend' or 'phone'.");
        return 2;
}
