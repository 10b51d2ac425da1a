"""As arguments.py, with click."""
import click


@click.command()
@click.option("--lr", type=float, default=0.1)
@click.option("--epochs", type=click.IntRange(min=1), default=1)
def main(lr, epochs):
    print(lr, epochs)


main()
