namespace WxYarpGateway.Console.Pages;

/// <summary>A page in the navigation.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Name">Its name: a key of <c>Languages/ShellTexts</c>.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Policy">The policy of <see cref="Access.Policies"/> that lets people see it.</param>
internal sealed record ConsolePage(string Path, string Name, string Icon, string Policy);
