"""motcua: the one-stop shop for administrative procedures, on Plone."""

from pathlib import Path
from setuptools import find_packages
from setuptools import setup


setup(
    name="motcua",
    version="1.0.0.dev0",
    description="The one-stop shop for administrative procedures, on Plone",
    long_description=Path("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="GPL-2.0-only",
    classifiers=[
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Natural Language :: Vietnamese",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3.11",
    ],
    packages=find_packages("src"),
    package_dir={"": "src"},
    include_package_data=True,
    zip_safe=False,
    python_requires=">=3.11,<3.12",
    install_requires=[
        "Plone==6.2.2",
        "SQLAlchemy>=2.1",
        "ZEO",
        "alembic",
        "bagit",
        "collective.easyform>=5",
        "holidays",
        "huey",
        "numpy",
        "ocrmypdf>=17",
        "pikepdf[pdfa]>=10.17",
        "peewee",
        "pillow",
        "plone.app.workflow>=6",
        "plone.restapi>=10.0.4",
        "pyhanko",
        "python-barcode",
        "segno",
        "weasyprint",
        "zxing-cpp",
    ],
    extras_require={
        "production": ["RelStorage", "psycopg2-binary"],
        "buildout": [
            "plone.recipe.zeoserver",
            "plone.recipe.zope2instance",
            "zc.buildout==6.0.1",
            "zc.recipe.egg",
        ],
        "test": [
            "axe-playwright-python",
            "hypothesis",
            "i18ndude",
            "import-linter",
            "mypy",
            "mypy-zope",
            "playwright",
            "plone.app.testing",
            "pytest",
            "pytest-plone",
            "ruff",
            "towncrier",
            "zpretty",
        ],
    },
    entry_points={
        "console_scripts": ["motcua = motcua.setup.cli:main"],
        "z3c.autoinclude.plugin": ["target = plone"],
    },
)
