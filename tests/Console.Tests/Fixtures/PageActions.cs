using Bunit;
using Microsoft.AspNetCore.Components;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>What somebody does on a page that goes on rendering meanwhile: an element is found and used in one turn.</summary>
internal static class PageActions
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Presses a button as soon as it is there.</summary>
    public static Task PressAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).Click());

    /// <summary>Writes into a field and leaves it.</summary>
    public static Task WriteAsync<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).Change(text));

    /// <summary>Types into a field.</summary>
    public static Task TypeAsync<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).Input(text));

    /// <summary>Submits the form that has an element.</summary>
    public static Task SubmitAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).Closest("form")!.Submit());

    private static Task UseAsync<T>(IRenderedComponent<T> page, string selector, Action use)
        where T : IComponent
    {
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(selector)), Long);
        return page.InvokeAsync(use);
    }
}
